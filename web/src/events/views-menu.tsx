import { Popover } from '@base-ui/react/popover';
import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { useSavedViews, viewSearch, type SavedView } from './saved-views.ts';
import type { EventsUrl } from './use-events-url.ts';
import { formText } from '../lib/form-text.ts';

/** Named queries of this browser: open one, save this one, forget one. */
export function ViewsMenu({ url }: { url: EventsUrl }) {
  const [views, store] = useSavedViews();
  const [open, setOpen] = useState(false);
  const show = (view: SavedView) => {
    setOpen(false);
    url.change({ q: undefined, range: undefined, from: undefined, to: undefined, ...view.search });
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(event.currentTarget, 'name');
    if (!name) return;
    const others = views.filter((view) => view.name !== name);
    store([...others, { name, search: viewSearch(url.search) }]);
    event.currentTarget.reset();
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<Button look="plain" icon="bookmark" />}>
        <span className="tool-word">Views</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" sideOffset={6} align="end">
          <Popover.Popup className="popup menu views" aria-label="Views">
            {views.length === 0 && (
              <p className="views-none small faint">
                A view keeps a query and its range under a name, in this browser.
              </p>
            )}
            {views.map((view) => (
              <div key={view.name} className="views-row">
                <button type="button" className="menu-item" onClick={() => show(view)}>
                  <span className="truncate">{view.name}</span>
                  <code className="faint truncate">{view.search.q}</code>
                </button>
                <Button
                  look="plain"
                  icon="close"
                  aria-label={`Forget the view ${view.name}`}
                  onClick={() => store(views.filter((other) => other.name !== view.name))}
                />
              </div>
            ))}
            <div className="menu-line" />
            <form className="views-form" onSubmit={save}>
              <input
                name="name"
                className="input"
                aria-label="Name of the view"
                placeholder="Name this view"
                maxLength={60}
                autoComplete="off"
              />
              <Button type="submit">Save</Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
