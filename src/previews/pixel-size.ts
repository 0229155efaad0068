/** Width and height in device pixels, whole numbers. */
export type PixelSize = { readonly width: number; readonly height: number };
