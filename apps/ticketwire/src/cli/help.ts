/** What `ticketwire --help` prints. */
export const HELP = `Ticketwire: real-time chat for tickets.

  ticketwire serve [--demo]       serve; --demo brings a key, three tickets and one-click sign-in
  ticketwire token --id ID --name NAME --role ROLE [--email EMAIL] [--type TYPE] [--company COMPANY] [--ttl 1h]
                   [--link TICKET]
                                  print a token for somebody, signed with JWT_SECRET; with --link, the address of a page
                                  on which they can talk on that ticket
  ticketwire import FILE.json     create or update users and tickets; importing again never duplicates
  ticketwire migrate              bring the database up to this version
  ticketwire copy --from DATABASE --to DATABASE
                                  take everything along to an empty database: sqlite:PATH or postgres://…
  ticketwire backup --to FILE|FOLDER
                                  copy the SQLite database to a file, also while a server runs
  ticketwire restore [--from FILE [--replace]] [--skip 1000000]
                                  put a backup of SQLite back; without --from, make a database that has been put back
                                  by other means fit to be served
  ticketwire doctor               check configuration, key, data folder, database, Redis, clocks, files, scanner and port
  ticketwire --help | --version

Settings come from the environment, or from the JSON file that TICKETWIRE_CONFIG names: PORT (3000), HOST,
DATA_DIR (./data), DATABASE_URL (SQLite in DATA_DIR), REDIS_URL, JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE,
CORS_ORIGINS, PUBLIC_URL, FILES_URL (DATA_DIR), CLAMAV_URL, METRICS_TOKEN, METRICS_PORT, SESSION_COOKIE, DIALECTS,
DRAIN_WAIT_SECONDS (0), RATE_LIMITS (on), LOG_LEVEL (info).`;
