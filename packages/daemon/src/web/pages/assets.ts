// What pages are dressed with: one stylesheet and one icon, under names that change with their content.

import { createHash } from 'node:crypto';
import { iconSource } from './icon.ts';
import { style } from './style.ts';

export interface Asset {
  path: string;
  type: string;
  body: string;
}

function createAsset(name: string, extension: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body };
}

export const stylesheet = createAsset('parley', 'css', 'text/css; charset=utf-8', style);
export const icon = createAsset('icon', 'svg', 'image/svg+xml', iconSource);
export const assets: readonly Asset[] = [stylesheet, icon];
