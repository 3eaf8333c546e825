const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]';
const TEXT_FIELDS = 'input:not([type=checkbox], [type=radio], [type=file]), textarea';
/** Parts of a page that are things of their own: what is lost in one of them is not looked for in another. */
const PARTS =
  'section, form, aside, nav, main, [role=dialog], [role=alertdialog], [role=region], [role=complementary], [role=form]';
/** So many controls before the focused one are remembered, to find its place again when the nearest of them go away with it. */
const MANY_BEFORE = 40;

/** A place of the focus: the control that had it, and where that stood. */
export interface FocusPlace {
  control: Element;
  /** What it was in, the innermost first. */
  within: readonly Element[];
  /** The controls before it, the nearest first. */
  before: readonly Element[];
  /** The address of the page then. */
  path: string;
}

export function placeOf(control: Element): FocusPlace {
  const all = [...document.querySelectorAll(CONTROLS)];
  const index = all.indexOf(control);
  const before = all.slice(Math.max(0, index - MANY_BEFORE), Math.max(0, index)).reverse();
  const within: Element[] = [];
  for (let each = control.parentElement; each !== null && each !== document.body; each = each.parentElement)
    within.push(each);
  return { control, within, before, path: location.pathname };
}

/** The part of the page that a control is in; null: in none. */
export function partOf(control: Element): Element | null {
  return control.closest(PARTS);
}

/** Whether a control cannot have the focus any more: gone, disabled or hidden. Asks for no layout. */
export function isLost(control: Element): boolean {
  return !control.isConnected || control.matches(':disabled') || control.closest('[hidden]') !== null;
}

/** What a person finds where a lost control was: what came in its place, else what comes next, else what was before it, in the same part. */
export function standsInFor({ within, before }: FocusPlace): HTMLElement | null {
  const nearest = before.find(({ isConnected }) => isConnected);
  for (const element of within) {
    if (!element.isConnected) continue;
    const controls = controlsIn(element);
    if (controls.length > 0) return controls.find((each) => isBehind(each, nearest)) ?? controls.at(-1) ?? null;
    if (element.matches(PARTS))
      return element.matches('[tabindex]') && isSeen(element) ? (element as HTMLElement) : null;
  }
  return null;
}

/** Where a page is read from: its heading, or its first control where the heading is not shown; null while the page is on its way. */
export function beginningOfPage(): HTMLElement | null {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading === null || !isSeen(heading)) return null;
  const { height } = heading.getBoundingClientRect();
  if (height <= 1) return controlsIn(heading.closest('main') ?? document.body)[0] ?? null;
  heading.tabIndex = -1;
  return heading;
}

/** Whether a person can go to it now. */
export function isReachable(control: Element): boolean {
  return isSeen(control) && !isLost(control) && (control as HTMLElement).tabIndex >= 0;
}

/** Not so what is behind a dialog. */
function isSeen(element: Element): boolean {
  return element.getClientRects().length > 0 && element.closest('[inert], [aria-hidden=true]') === null;
}

function controlsIn(element: Element): HTMLElement[] {
  const controls = [...element.querySelectorAll<HTMLElement>(CONTROLS)].filter(isReachable);
  // A text field opens the keyboard of a phone, which nobody has asked for.
  return matchMedia('(hover: hover)').matches ? controls : controls.filter((each) => !each.matches(TEXT_FIELDS));
}

function isBehind(element: Element, former: Element | undefined): boolean {
  if (former === undefined) return true;
  return (former.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
