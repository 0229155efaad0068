import 'smh-uploader';
import { samplePicture } from './sample-files.js';
import { showStoredFiles } from './stored-files.js';

const uploader = document.querySelector('smh-uploader');

document.querySelector('#sample')?.addEventListener('click', () => {
  const pictures = [0, 80, 160, 240].map((hue) => samplePicture(`sky-${String(hue)}.jpg`, hue));
  void Promise.all(pictures).then((files) => uploader?.addFiles(files));
});

await showStoredFiles(document);
