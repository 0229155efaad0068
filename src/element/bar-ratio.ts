import { nothing } from 'lit';
import type { ElementPart } from 'lit';
import { Directive, directive, PartType } from 'lit/directive.js';
import type { PartInfo } from 'lit/directive.js';

class BarRatio extends Directive {
  #shown = '';

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) {
      throw new Error('barRatio is written inside a tag: <div ${barRatio(0.5)}>');
    }
  }

  render(_property: `--${string}`, _ratio: number): unknown {
    return nothing;
  }

  override update(part: ElementPart, [property, ratio]: [property: `--${string}`, ratio: number]): unknown {
    const text = Math.min(1, Math.max(0, ratio)).toFixed(4);
    if (text !== this.#shown && part.element instanceof HTMLElement) {
      this.#shown = text;
      part.element.style.setProperty(property, text);
    }
    return nothing;
  }
}

/**
 * Sets a custom property of its element to a number from 0 to 1. A `style`
 * attribute in a template would be refused by a strict `style-src`; this goes
 * through the object model, which no policy blocks.
 */
export const barRatio = directive(BarRatio);
