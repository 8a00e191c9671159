/**
 * Tells the page around this one what it waits for, in the words of this dialect: that there is something to see, how
 * large it is, and that it was sent. It says so to the one origin that may show this page, says nothing of what is in
 * it, and listens to nobody.
 */
const { holder } = document.documentElement.dataset;
const tell = (message) => window.parent.postMessage(message, holder);

/** Of the form, with a little around it. */
const width = 448;

new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  tell({ message: 'HUB_AUTH_PAGE_LOGIN_DIMENSIONS', width, height });
}).observe(document.body);
for (const form of document.forms) form.addEventListener('submit', () => tell('HUB_AUTH_PAGE_LOGIN_STARTED'));
tell('HUB_AUTH_PAGE_OPENED');
