#!/usr/bin/env bash
# Writes what deploy/compose.yml needs: deploy/.env and deploy/secrets/, each secret drawn at random. Run once; what is there
# already stays as it is.
#   deploy/prepare.sh HOST ADMIN_EMAIL
set -euo pipefail
[ $# = 2 ] || { echo "Usage: deploy/prepare.sh HOST ADMIN_EMAIL" >&2; exit 2; }
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

# Of a file that is bind-mounted Docker keeps the permissions, and Parley is not who runs this: readable, in a closed folder.
keep() {
  [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
  chmod 444 "secrets/$1"
}
hex() { openssl rand -hex "$1"; }

keep secret_key "$(openssl rand -base64 32)"
keep database_password "$(hex 24)"
keep database_url "postgres://parley:$(cat secrets/database_password)@database:5432/parley"
keep redis_password "$(hex 24)"
keep redis_url "redis://:$(cat secrets/redis_password)@redis:6379"
keep s3_secret_access_key "$(hex 32)"
keep admin_password "$(hex 10)"
if [ ! -e .env ]; then
  cat >.env <<SETTINGS
PARLEY_HOST=$1
ADMIN_EMAIL=$2
S3_ACCESS_KEY_ID=GK$(hex 12)
S3_SECRET_ACCESS_KEY=$(cat secrets/s3_secret_access_key)
GARAGE_RPC_SECRET=$(hex 32)
SETTINGS
fi
echo "Secrets are in deploy/secrets and deploy/.env: keep a copy of secret_key elsewhere, nothing else can read stored credentials."
echo "First administrator: $(sed -n 's/^ADMIN_EMAIL=//p' .env), password $(cat secrets/admin_password)"
