// Events of the page. A module imports only from its own layer and those below, and reaches those above by events.

/** @type {{ [Name in keyof PageEvents]?: (...values: PageEvents[Name]) => void }} */
const listeners = {};

/**
 * Set the only listener of an event; `main.js` sets all of them before anything is shown.
 * @template {keyof PageEvents} Name
 * @param {Name} name
 * @param {(...values: PageEvents[Name]) => void} listener
 */
export function listen(name, listener) {
  Object.assign(listeners, { [name]: listener });
}

/**
 * Call the listener of an event, and return after it has returned.
 * @template {keyof PageEvents} Name
 * @param {Name} name
 * @param {PageEvents[Name]} values
 */
export function emit(name, ...values) {
  const listener = listeners[name];
  if (!listener) throw new Error(`Nobody listens to ${name}`);
  listener(...values);
}
