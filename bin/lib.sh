# Shared by the scripts beside it (sourced; bash 3.2): says things, finds a JDK and PostgreSQL. Finding starts no JVM.

: "${HOME:=$(cd ~ && pwd)}"
INGEST_HOME=${INGEST_HOME:-$HOME/.oyl-ingest}

say() { printf '%s\n' "ingest: $*" >&2; }
die() { say "$*"; exit 3; }

# Waits until this process alone holds the lock of an open file descriptor; it ends with the descriptor.
lock() { if command -v flock >/dev/null; then flock "$1"; else perl -e 'open my $f, ">&=", shift or die; flock $f, 2 or die' "$1"; fi; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# version_at_least 0.8.4 0.8: true when the first is not older than the second.
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)" = "$2" ]
}

# --- JDK -----------------------------------------------------------------------------------------

is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge 25 ]
}

# Exports JAVA_HOME: the caller's own when it is 25 or later, else the first such JDK of the usual places.
find_jdk() {
  local home javac
  javac=$(command -v javac) && [ ! -L "$javac" ] && javac=${javac%/bin/javac} || javac=
  for home in "${JAVA_HOME:-}" "$javac" /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/*jdk* /opt/java/*; do
    if [ -n "$home" ] && is_jdk "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}

# --- Caches of the JVM ---------------------------------------------------------------------------

# make_cache FILE JVM_ARGUMENTS...: runs a program and keeps the classes that it loads for others to start with; whole or not at all.
make_cache() {
  local cache=$1
  shift
  "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$cache.new" "$@" && [ -s "$cache.new" ] && mv -f "$cache.new" "$cache" ||
    { rm -f "$cache.new"*; return 1; }
}

# Reads the files below a folder as a parsing process does and leaves beside the jar what lets later ones start warm.
# Without it they start slower, and read the same.
train_workers() {
  make_cache "$(dirname "$1")/extraction-worker.aot" -Xmx512m -XX:+UseSerialGC -cp "$1" io.oyl.ingest.extract.process.WorkerTraining "$2" ||
    say "parsing processes will start without a cache"
}

# --- PostgreSQL ----------------------------------------------------------------------------------

pg_major() { "$1/pg_config" --version | sed 's/^PostgreSQL \([0-9]*\).*/\1/'; }

is_pg_server() {
  [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/postgres" ] && [ -x "$1/pg_config" ] && [ "$(pg_major "$1")" -ge 15 ]
}

pgvector_version() { sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$1"; }

# True when pgvector 0.8 or later lies where this server looks for it, made for this machine's C library.
has_pgvector() {
  local control library
  control=$("$1/pg_config" --sharedir)/extension/vector.control
  [ -r "$control" ] && version_at_least "$(pgvector_version "$control")" 0.8 || return 1
  for library in "$("$1/pg_config" --pkglibdir)"/vector.*; do
    [ -r "$library" ] && { ! command -v ldd >/dev/null || ! ldd "$library" 2>&1 | grep -q 'not found'; } && return 0
  done
  return 1
}

# The directories that may hold PostgreSQL's programs, newest version first.
pg_dirs() {
  {
    command -v pg_config >/dev/null && pg_config --bindir
    ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
      /Applications/Postgres.app/Contents/Versions/*/bin 2>/dev/null
  } | awk '{ n = $0; gsub(/[^0-9]+/, " ", n); split(n, v, " "); print v[1] + 0, $0 }' | sort -rn | sed 's/^[0-9]* //'
}

# Prints the programs of the newest server, whatever extensions it has.
find_pg_server() {
  local dir
  while read -r dir; do
    is_pg_server "$dir" && { echo "$dir"; return 0; }
  done < <(pg_dirs)
  return 1
}

# Exports INGEST_PG_BIN: the caller's own, else the newest server that has pgvector.
find_postgres() {
  local dir
  [ -n "${INGEST_PG_BIN:-}" ] && return 0
  while read -r dir; do
    if is_pg_server "$dir" && has_pgvector "$dir"; then
      export INGEST_PG_BIN=$dir
      return 0
    fi
  done < <(pg_dirs)
  return 1
}

# --- Docker, where no server can be installed ----------------------------------------------------

compose_works() { docker compose version >/dev/null 2>&1 && docker version >/dev/null 2>&1; }

# Starts the database of compose.yaml in the given directory and exports INGEST_DB_URL and what belongs to it.
compose_database() {
  local password=$INGEST_HOME/compose-password
  [ -s "$password" ] || (umask 077 && mkdir -p "$INGEST_HOME" && od -An -N 24 -tx1 /dev/urandom | tr -d ' \n' >"$password")
  export COMPOSE_PROJECT_NAME INGEST_DB_URL INGEST_DB_USER=oyl INGEST_DB_PASSWORD
  INGEST_DB_PASSWORD=$(cat "$password")
  COMPOSE_PROJECT_NAME=oyl-ingest-$(printf %s "$INGEST_HOME" | cksum | cut -d ' ' -f 1)
  docker compose -f "$1/compose.yaml" up --detach --wait >&2 || die "the database in Docker does not start, see above."
  INGEST_DB_URL=jdbc:postgresql://$(docker compose -f "$1/compose.yaml" port postgres 5432)/oyl
}
