// Events of the page. A part imports only from its own layer and those below, and acts on those above by an event.

/** @type {{ [Name in keyof PageEvents]?: (...values: PageEvents[Name]) => void }} */
const listeners = {};

/**
 * Set the listener of an event; each has one, which `main.js` sets before anything is shown.
 * @template {keyof PageEvents} Name
 * @param {Name} name
 * @param {(...values: PageEvents[Name]) => void} listener
 */
export function listen(name, listener) {
  Object.assign(listeners, { [name]: listener });
}

/**
 * Call the listener of an event, and return when it has.
 * @template {keyof PageEvents} Name
 * @param {Name} name
 * @param {PageEvents[Name]} values
 */
export function emit(name, ...values) {
  const listener = listeners[name];
  if (!listener) throw new Error(`Nobody listens to ${name}`);
  listener(...values);
}
