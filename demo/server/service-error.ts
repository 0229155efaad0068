/** A refusal in the SMH API's form: `{ code, message }` with an HTTP status. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
  }
}

/** A refusal in the object store's form: XML with an HTTP status. */
export class ObjectStoreError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ObjectStoreError';
    this.status = status;
    this.code = code;
  }
}

/** The client went away, or a fault cut it off: there is nobody to answer. */
export class ConnectionLost extends Error {
  constructor() {
    super('the connection was lost');
    this.name = 'ConnectionLost';
  }
}
