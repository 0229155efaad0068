import { css } from 'lit';

/**
 * Colours, type and measures. Public names begin with `--smh-`, private ones with
 * `--_`. Dark follows the page's `color-scheme`; engines without `light-dark()`
 * stay light, since they can't tell what scheme the page has chosen.
 */
export const theme = css`
  :host {
    --_surface: var(--smh-surface, #ffffff);
    --_sunken: var(--smh-sunken, #f5f6f8);
    --_hover: var(--smh-hover, #eef0f4);
    --_line: var(--smh-line, #e2e5ea);
    --_line-strong: var(--smh-line-strong, #7d8695);
    --_text: var(--smh-text, #15181e);
    --_muted: var(--smh-muted, #545c6a);
    --_accent: var(--smh-accent, #3a50e0);
    --_accent-strong: var(--smh-accent-strong, #2b3db8);
    --_accent-soft: var(--smh-accent-soft, #eceffe);
    --_on-accent: var(--smh-on-accent, #ffffff);
    --_success: var(--smh-success, #0a7547);
    --_danger: var(--smh-danger, #be2a1d);
    --_danger-soft: var(--smh-danger-soft, #fdefed);
    --_warning: var(--smh-warning, #855600);
    --_warning-soft: var(--smh-warning-soft, #fff4db);
    --_track: var(--smh-track, #d9dde5);
    --_radius: var(--smh-radius, 12px);
    --_radius-control: min(8px, var(--_radius));
    --_density: var(--smh-density, 1);
    --_target: 32px;
    --_ease: cubic-bezier(0.2, 0, 0, 1);
  }

  @supports (color: light-dark(black, white)) {
    :host {
      --_surface: var(--smh-surface, light-dark(#ffffff, #15171c));
      --_sunken: var(--smh-sunken, light-dark(#f5f6f8, #1c1f25));
      --_hover: var(--smh-hover, light-dark(#eef0f4, #252931));
      --_line: var(--smh-line, light-dark(#e2e5ea, #2d323b));
      --_line-strong: var(--smh-line-strong, light-dark(#7d8695, #798292));
      --_text: var(--smh-text, light-dark(#15181e, #eceef2));
      --_muted: var(--smh-muted, light-dark(#545c6a, #a6aebb));
      --_accent: var(--smh-accent, light-dark(#3a50e0, #8fa3ff));
      --_accent-strong: var(--smh-accent-strong, light-dark(#2b3db8, #b3c0ff));
      --_accent-soft: var(--smh-accent-soft, light-dark(#eceffe, #1e2644));
      --_on-accent: var(--smh-on-accent, light-dark(#ffffff, #0d1230));
      --_success: var(--smh-success, light-dark(#0a7547, #4fc78f));
      --_danger: var(--smh-danger, light-dark(#be2a1d, #ff8d7e));
      --_danger-soft: var(--smh-danger-soft, light-dark(#fdefed, #38191a));
      --_warning: var(--smh-warning, light-dark(#855600, #edb64b));
      --_warning-soft: var(--smh-warning-soft, light-dark(#fff4db, #332710));
      --_track: var(--smh-track, light-dark(#d9dde5, #333944));
    }
  }

  @media (any-pointer: coarse) {
    :host {
      --_target: 44px;
    }
  }

  @media (forced-colors: active) {
    :host {
      --_line: CanvasText;
      --_line-strong: CanvasText;
      --_track: Canvas;
      --_accent: Highlight;
      --_accent-strong: Highlight;
      --_success: CanvasText;
      --_danger: CanvasText;
      --_warning: CanvasText;
      --_muted: CanvasText;
    }
  }
`;
