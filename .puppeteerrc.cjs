// The tests use the browsers that the system installed; puppeteer must not fetch one of its own.
module.exports = { skipDownload: true };
