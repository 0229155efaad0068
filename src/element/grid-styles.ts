import { css } from 'lit';

/** The list as tiles: the same rows, the picture above, the rail at its foot, the buttons in its corner. */
export const gridStyles = css`
  .list.grid {
    --_gap: 16px;
  }

  .list.grid:not(.virtual) {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(148px, 1fr));
    gap: var(--_gap);
    padding: 2px var(--_gap) var(--_gap);
  }

  .list.grid > .group {
    grid-column: 1 / -1;
    margin-inline: calc(-1 * var(--_gap));
  }

  .list.grid.virtual > .group {
    margin-inline: 0;
  }

  .list.grid > .item {
    grid-template: 'picture' auto 'about' auto / minmax(0, 1fr);
    align-content: start;
    row-gap: 6px;
    min-block-size: 0;
    padding: 0;
    border-radius: var(--_radius-control);
  }

  /* Each lane is as wide as the others, with the gap between and at both edges. */
  .list.grid.virtual > .item {
    --_step: calc((100% - var(--_gap)) / var(--_lanes, 1));
    inset-inline: calc(var(--_gap) + var(--_lane, 0) * var(--_step)) auto;
    inline-size: calc(var(--_step) - var(--_gap));
  }

  .grid > .item .thumb {
    grid-area: picture;
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: 4 / 3;
  }

  .grid > .item .thumb .icon {
    inline-size: 24px;
    block-size: 24px;
  }

  /* A picture develops, from grey to colour, in step with its bytes. */
  .grid > .item .thumb {
    position: relative;
    isolation: isolate;
  }

  .grid > .item .thumb canvas ~ .undeveloped {
    display: block;
    position: absolute;
    inset: 0;
    background: grey;
    mix-blend-mode: saturation;
    transform: scaleX(var(--_ratio, 0));
    transform-origin: right;
    transition: transform 250ms linear;
  }

  :host(:dir(rtl)) .grid > .item .thumb .undeveloped {
    transform-origin: left;
  }

  .grid > .item .about {
    grid-area: about;
  }

  .grid > .item .actions {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
  }

  .grid > .item .actions button {
    padding: 0;
    border-color: var(--_line);
    background: var(--_surface);
  }

  .grid > .item .actions .word,
  .grid > .item .line-2,
  .grid > .item .line-3 {
    display: none;
  }

  .grid > .item .percent {
    display: none;
  }

  .grid > .item .line-2 + .piece::before,
  .grid > .item .line-2 + .line-3 + .piece::before {
    content: none;
  }

  .grid > .item .folder {
    display: none;
  }

  .grid > .item .rail {
    grid-area: picture;
    inset-inline: 8px;
    inset-block-end: 4px;
    border-radius: 2px;
  }

  .grid > .item .rail:not(.has-progress) {
    visibility: hidden;
  }

  .grid > .item[data-status='failed'] .thumb {
    outline: 1px solid var(--_danger);
    outline-offset: -1px;
  }

  @container smh-uploader (inline-size < 480px) {
    .list.grid {
      --_gap: 12px;
    }

    .list.grid:not(.virtual) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
