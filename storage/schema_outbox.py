"""Deliveries, alerts and profiles: the tables of m010 of storage.schema; never edited after a release.

Addresses that hold secrets (of webhooks and chats) are not in the archive: a target is known by its name.
"""

from __future__ import annotations

OUTBOX = """
CREATE TABLE profiles (name TEXT PRIMARY KEY, began_at TEXT NOT NULL, seen_at TEXT NOT NULL) STRICT;

CREATE TABLE recipients (
  target TEXT NOT NULL,
  recipient TEXT NOT NULL,
  kind TEXT NOT NULL,
  began_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (target, recipient)
) STRICT;

CREATE TABLE alerts (
  name TEXT PRIMARY KEY,
  asks TEXT NOT NULL,
  began_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  looked_at TEXT NOT NULL
) STRICT;

CREATE TABLE alert_messages (
  id INTEGER PRIMARY KEY,
  alert TEXT NOT NULL,
  at TEXT NOT NULL,
  rows TEXT NOT NULL
) STRICT;
CREATE INDEX alert_messages_alert ON alert_messages (alert, at);

CREATE TABLE alert_hits (
  id INTEGER PRIMARY KEY,
  alert TEXT NOT NULL,
  uid TEXT NOT NULL,
  fact TEXT NOT NULL,
  at TEXT NOT NULL,
  told TEXT NOT NULL,
  message_id INTEGER REFERENCES alert_messages (id),
  UNIQUE (alert, uid, fact)
) STRICT;
CREATE INDEX alert_hits_fact ON alert_hits (alert, fact);
CREATE INDEX alert_hits_waiting ON alert_hits (alert) WHERE message_id IS NULL;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  recipient TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('digest', 'alert', 'test')),
  thing TEXT NOT NULL,
  form TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
  attempts INTEGER NOT NULL DEFAULT 0,
  made_at TEXT NOT NULL,
  next_at TEXT,
  first_tried_at TEXT,
  tried_at TEXT,
  message_id TEXT NOT NULL,
  receipt TEXT,
  reason TEXT,
  settled_at TEXT,
  UNIQUE (target, recipient, what, thing)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (state) WHERE state <> 'sent';

CREATE INDEX articles_updated ON articles (updated_at);
"""
