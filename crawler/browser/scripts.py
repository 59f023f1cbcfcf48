"""The JavaScript of ours that runs in a page: what is taken away before it begins, and how it is read at the end."""

from __future__ import annotations

# Ways out that do not pass the interception. They lead nowhere in any case (no network); this spares the page the wait.
BEFORE = """
(() => {
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'WebSocket', 'WebSocketStream',
                      'EventSource', 'SharedWorker', 'Notification', 'PaymentRequest']) {
    try { delete globalThis[name]; } catch (error) { /* it is not there in this version */ }
  }
  try { globalThis.open = () => null; } catch (error) { /* it cannot be set here */ }
})();
"""

# How far the page is: {state, size, text, url}. Runs in a world of its own, which the page cannot reach into.
STATE = """
(() => {
  const root = document.documentElement, body = document.body;
  return {
    state: document.readyState, url: location.href,
    size: root ? root.getElementsByTagName('*').length : 0,
    text: body ? body.textContent.length : 0,
  };
})()
"""

# The page as it stands: what a reader without scripts would be told is not in it (noscript), and what scripts put into
# open shadow trees is. LIMIT is in UTF-16 units; a larger page says only its size.
DOM = """
(() => {
  const root = document.documentElement;
  if (!root) return {size: 0, html: ''};
  const limit = LIMIT;
  if (root.textContent.length > limit) return {size: root.textContent.length, html: null};
  const hosts = [];
  const find = (tree) => {
    for (const one of tree.querySelectorAll('*')) if (one.shadowRoot) hosts.push(one);
  };
  find(document);
  const flat = (node) => {
    if (node.nodeType !== 1) return node.cloneNode(false);
    if (node.localName === 'noscript') return document.createTextNode('');
    if (node.localName === 'template') return node.cloneNode(true);
    const copy = node.cloneNode(false);
    let inner = node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes;
    if (node.localName === 'slot' && node.assignedNodes && node.assignedNodes().length) inner = node.assignedNodes();
    for (const child of inner) copy.appendChild(flat(child));
    return copy;
  };
  let copy;
  if (hosts.length && hosts.length < 1000) {
    copy = flat(root);
  } else {
    copy = root.cloneNode(true);
    for (const one of copy.querySelectorAll('noscript')) one.remove();
  }
  if (document.baseURI.split('#')[0] !== ADDRESS && !copy.querySelector('base[href]')) {
    const base = document.createElement('base');
    base.setAttribute('href', document.baseURI);
    const head = copy.querySelector('head');
    if (head) head.prepend(base);
  }
  const html = '<!DOCTYPE html>\\n' + copy.outerHTML;
  return html.length > limit ? {size: html.length, html: null} : {size: html.length, html: html};
})()
"""
