/** One page of the gallery. */
export type GalleryPage = { readonly file: string; readonly title: string };

/** Pages by situation, in the order in which they are best read. */
export const situations: readonly GalleryPage[] = [
  { file: 'index.html', title: 'Default' },
  { file: 'folders.html', title: 'Folder drop' },
  { file: 'grid.html', title: 'Grid with previews' },
  { file: 'compact.html', title: 'Compact' },
  { file: 'form.html', title: 'Form' },
  { file: 'conflict.html', title: 'Conflict' },
  { file: 'headless.html', title: 'Headless' },
  { file: 'outlives.html', title: 'Outlives its view' },
  { file: 'themes.html', title: 'Themes' },
  { file: 'languages.html', title: 'Languages' },
  { file: 'rtl.html', title: 'Right to left' },
  { file: 'faults.html', title: 'Faults' },
];

/** Pages by the way in which they are connected. */
export const ways: readonly GalleryPage[] = [
  { file: 'way-a.html', title: 'A: attributes' },
  { file: 'way-b.html', title: 'B: access token' },
  { file: 'way-c.html', title: 'C: callbacks' },
];
