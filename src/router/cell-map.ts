/** Cells of an installation, and which WhatsApp account lives in which. */
export interface CellMap {
  /** Base URL of each cell, by its name. */
  cells: ReadonlyMap<string, URL>;
  /** The cell of an account, by Meta's id of the account. */
  accounts: ReadonlyMap<string, string>;
}

/** Where a request goes: to which cell, and with which path. */
export interface CellRoute {
  cell: string;
  path: string;
}

const CELL_NAME = /^[a-z0-9-]{1,40}$/;
const CALLBACK = /^(\/cells\/[^/]+)?\/webhooks\/whatsapp$/;

/**
 * Reads `{ "cells": { "north": "http://10.0.0.1:3000" }, "accounts": { "102290129340398": "north" } }`.
 * @throws Error that says what is wrong, and where
 */
export function parseCellMap(text: string): CellMap {
  const { cells, accounts } = JSON.parse(text) as { cells?: unknown; accounts?: unknown };
  const urls = new Map(stringsIn(cells, 'cells').map(([name, url]) => [nameOf(name), urlOf(name, url)]));
  const places = new Map(stringsIn(accounts, 'accounts'));
  if (urls.size === 0) throw new Error('cells must name at least one cell.');
  for (const [account, cell] of places) {
    if (!urls.has(cell)) throw new Error(`accounts.${account} names the cell ${cell}, which cells does not have.`);
  }
  return { cells: urls, accounts: places };
}

/**
 * The route of a request that is no webhook: `/cells/north/graphql` by the cell, `/accounts/102290129340398/graphql` by the
 * account; the rest of the path is what the cell gets. Null: neither.
 */
export function routeOf(map: CellMap, target: string): CellRoute | null {
  const [, kind, name = '', path = '/'] = /^\/(cells|accounts)\/([^/?]+)(\/.*)?$/.exec(target) ?? [];
  if (kind === undefined) return null;
  const cell = kind === 'cells' ? name : map.accounts.get(name);
  return cell !== undefined && map.cells.has(cell) ? { cell, path } : null;
}

/** Whether a path is the callback URL of Meta, of all cells or of one. */
export function isWebhookPath(target: string): boolean {
  return CALLBACK.test(target.split('?', 1)[0] ?? '');
}

/**
 * The cells that a webhook concerns: those of the accounts in it, each once. Where no account is known, that of the path;
 * without one the first, which answers as for any account that it does not know.
 */
export function cellsOfWebhook(map: CellMap, accountIds: Iterable<string>, target: string): string[] {
  const concerned = new Set([...accountIds].flatMap((id) => map.accounts.get(id) ?? []));
  if (concerned.size > 0) return [...concerned];
  const cell = routeOf(map, target)?.cell ?? [...map.cells.keys()][0];
  return cell === undefined ? [] : [cell];
}

function stringsIn(value: unknown, name: string): [string, string][] {
  if (typeof value !== 'object' || value === null) throw new Error(`${name} must be an object.`);
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') throw new Error(`${name}.${key} must be a text.`);
    return [key, text];
  });
}

function nameOf(name: string): string {
  if (!CELL_NAME.test(name)) throw new Error(`${name} is no name for a cell: use small letters, digits and hyphens.`);
  return name;
}

function urlOf(name: string, text: string): URL {
  if (!URL.canParse(text) || new URL(text).protocol !== 'http:') {
    throw new Error(
      `cells.${name} must be a URL that begins with http: (the router stands beside the cells, behind what ends TLS).`,
    );
  }
  return new URL(text);
}
