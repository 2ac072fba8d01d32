import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Menu from '$lib/components/parts/Menu.svelte';

const chosen: string[] = [];
beforeEach(() => {
  chosen.length = 0;
  const items = ['Copy', 'Delete'].map((label) => ({ label, select: () => void chosen.push(label) }));
  const menu = mount(Menu, { target: document.body, props: { label: 'More', items } });
  flushSync();
  return () => unmount(menu);
});

const button = () => page.getByRole('button', { name: 'More' });
const item = (name: string) => page.getByRole('menuitem', { name });

test('the pointer opens the menu at the first press and at the next one', async () => {
  await button().click();
  await item('Delete').click();
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
  await button().click();
  await item('Copy').click();
  expect(chosen).toEqual(['Delete', 'Copy']);
});

test.each(['{Enter}', '{ArrowDown}', ' '])(
  '%s opens the menu on its first item; Escape goes back to the button',
  async (key) => {
    await userEvent.keyboard('{Tab}');
    await expect.element(button()).toHaveFocus();
    await userEvent.keyboard(key);
    await expect.element(item('Copy')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Escape}');
    await expect.element(button()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(item('Copy')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => chosen).toEqual(['Copy']);
  },
);
