/** The tables of the request log `.shiploop/requests.db`, and how an older log becomes today's. docs/serving.md explains them. */
import { Problem } from '../../platform/problem.ts'
import type { Database } from '../../platform/sqlite.ts'

/** `migrations[n]` turns a log of version n into one of version n + 1; an empty file is version 0. */
const migrations = [
  `
  CREATE TABLE deployments (
    id TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL UNIQUE,
    iteration TEXT,
    model TEXT NOT NULL,
    hash TEXT NOT NULL,
    started TEXT NOT NULL
  ) STRICT;

  CREATE TABLE requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    deployment TEXT NOT NULL REFERENCES deployments(id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload_sha256 TEXT NOT NULL,
    hash TEXT NOT NULL,
    received TEXT NOT NULL,
    latency_ms REAL NOT NULL,
    status INTEGER NOT NULL,
    error TEXT,
    repeats INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX answered_once ON requests(id, deployment) WHERE status = 200;
  CREATE INDEX requests_of ON requests(deployment, status);
  CREATE INDEX refused ON requests(deployment) WHERE status <> 200;
  CREATE INDEX repeated ON requests(deployment) WHERE repeats > 0;

  CREATE TABLE rows (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    deployment TEXT NOT NULL REFERENCES deployments(id),
    request INTEGER NOT NULL REFERENCES requests(number),
    position INTEGER NOT NULL,
    inputs TEXT NOT NULL,
    observed TEXT NOT NULL,
    prediction ANY NOT NULL,
    confidence REAL,
    probabilities TEXT,
    UNIQUE (request, position)
  ) STRICT;
  CREATE INDEX rows_of ON rows(deployment);

  CREATE TABLE labels (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    row INTEGER NOT NULL UNIQUE REFERENCES rows(number),
    deployment TEXT NOT NULL REFERENCES deployments(id),
    truth ANY NOT NULL,
    after_row INTEGER NOT NULL,
    received TEXT NOT NULL
  ) STRICT;
  CREATE INDEX labels_of ON labels(deployment);

  CREATE TABLE shadows (
    deployment TEXT NOT NULL REFERENCES deployments(id),
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    started TEXT NOT NULL,
    after_row INTEGER NOT NULL,
    PRIMARY KEY (deployment, hash)
  ) STRICT;

  CREATE TABLE shadow_predictions (
    row INTEGER NOT NULL REFERENCES rows(number),
    hash TEXT NOT NULL,
    prediction ANY,
    confidence REAL,
    error TEXT,
    PRIMARY KEY (hash, row)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE snapshots (
    deployment TEXT PRIMARY KEY REFERENCES deployments(id),
    row_cursor INTEGER NOT NULL,
    label_cursor INTEGER NOT NULL,
    state TEXT NOT NULL,
    value TEXT NOT NULL,
    taken TEXT NOT NULL
  ) STRICT;
  `,
]

export const LOG_VERSION = migrations.length

/** Brings a log to today's version, each step whole or not at all. */
export function migrateLog(database: Database, where: string): void {
  database.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT')
  for (let version = checkedVersion(database, where); version < LOG_VERSION; version += 1)
    database.exec(`
      BEGIN IMMEDIATE;
      ${migrations[version]!}
      DELETE FROM schema_version;
      INSERT INTO schema_version VALUES (${version + 1});
      COMMIT;
    `)
}

/**
 * The version of a log.
 *
 * @throws Problem when a newer Shiploop wrote it
 */
export function checkedVersion(database: Database, where: string): number {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get()
  if (table === undefined) return 0
  const version = Number(
    database.prepare('SELECT max(version) AS version FROM schema_version').get()?.['version'] ?? 0,
  )
  if (version > LOG_VERSION)
    throw new Problem('The request log was written by a newer Shiploop (version {0}, this one knows {1}).', {
      args: [version, LOG_VERSION],
      where,
      todo: 'Update Shiploop.',
    })
  return version
}
