// `Menu` and `Tray`: what is shown, and what a click does.
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { MenuItemConstructorOptions, Tray as ElectronTray } from 'electron';
import { told, world } from './world.ts';
import type { MenuItemView, TrayView } from './world.ts';

interface MenuItem extends MenuItemView {
  readonly items: readonly MenuItem[];
  readonly click: () => void;
}

export class Menu {
  static applicationMenu: Menu | null = null;
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map(itemOf));
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.applicationMenu = menu;
  }
}

function itemOf(options: MenuItemConstructorOptions): MenuItem {
  const submenu = Array.isArray(options.submenu) ? options.submenu : [];
  const click = options.click as (() => void) | undefined;
  return {
    type: typeOf(options),
    // A single & marks an access key and is not shown.
    label: (options.label ?? '').replaceAll('&&', '\0').replaceAll('&', '').replaceAll('\0', '&'),
    enabled: options.enabled ?? true,
    checked: options.checked ?? false,
    items: submenu.map(itemOf),
    click: () => click?.(),
  };
}

function typeOf(options: MenuItemConstructorOptions): MenuItem['type'] {
  const { type } = options;
  return type === 'separator' || type === 'submenu' || type === 'checkbox' ? type : 'normal';
}

type Covered = 'destroy' | 'isDestroyed' | 'setImage' | 'setToolTip';

export class Tray extends EventEmitter implements Pick<ElectronTray, Covered> {
  static readonly all: Tray[] = [];
  readonly #view: TrayView;
  #menu: Menu | null = null;
  #destroyed = false;

  constructor(image: string) {
    super();
    if (!world.ready) throw new Error('Tray works after the ready event only');
    this.#view = { image: '', toolTip: '', menu: [], menusSet: 0 };
    world.trays = [...world.trays, this.#view];
    Tray.all.push(this);
    this.setImage(image);
  }

  setImage(image: string | object): void {
    if (typeof image !== 'string') throw new Error('The double shows images by path only');
    if (!existsSync(image)) throw new Error(`No image at ${image}`);
    this.#view.image = image;
    told();
  }

  setToolTip(text: string): void {
    this.#view.toolTip = text;
    told();
  }

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
    this.#view.menu = (menu?.items ?? []).map(viewOf);
    this.#view.menusSet += 1;
    told();
  }

  destroy(): void {
    this.#destroyed = true;
    world.trays = world.trays.filter((view) => view !== this.#view);
    told();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** What a click on the entry at these labels does; a label's beginning is enough. */
  clickEntry(labels: readonly string[]): void {
    let items = this.#menu?.items ?? [];
    for (const [depth, label] of labels.entries()) {
      const item = items.find((candidate) => candidate.label.startsWith(label));
      if (item === undefined)
        throw new Error(`No entry "${label}" in: ${items.map((one) => one.label).join(' | ')}`);
      if (!item.enabled) throw new Error(`The entry "${label}" is off`);
      if (depth === labels.length - 1) item.click();
      items = item.items;
    }
  }
}

function viewOf({ type, label, enabled, checked, items }: MenuItem): MenuItemView {
  return { type, label, enabled, checked, items: items.map(viewOf) };
}
