#!/bin/sh
# Creates the database and its four roles: the owner, which migrates, one role for each service, and one for pods that face
# the internet. Run it once as a superuser; the official postgres image runs scripts in /docker-entrypoint-initdb.d. The migrations grant rights.
#
# Requires OWNER_PASSWORD, WEBHOOK_PASSWORD, CALLBACKS_PASSWORD and CLASSIFIER_PASSWORD, and psql's own PGHOST, PGUSER and so on.
set -eu
: "${OWNER_PASSWORD:?is the password of rolecall_owner}" "${WEBHOOK_PASSWORD:?is the password of rolecall_webhook}" \
  "${CALLBACKS_PASSWORD:?is the password of rolecall_callbacks}" \
  "${CLASSIFIER_PASSWORD:?is the password of rolecall_classifier}"
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v webhook="$WEBHOOK_PASSWORD" \
  -v callbacks="$CALLBACKS_PASSWORD" -v classifier="$CLASSIFIER_PASSWORD" \
  -U "${POSTGRES_USER:-${PGUSER:-postgres}}" -d postgres <<'SQL'
CREATE ROLE rolecall_owner LOGIN PASSWORD :'owner';
CREATE ROLE rolecall_webhook LOGIN PASSWORD :'webhook';
CREATE ROLE rolecall_callbacks LOGIN PASSWORD :'callbacks';
CREATE ROLE rolecall_classifier LOGIN PASSWORD :'classifier';
CREATE DATABASE rolecall OWNER rolecall_owner;
REVOKE ALL ON DATABASE rolecall FROM PUBLIC;
GRANT CONNECT ON DATABASE rolecall TO rolecall_webhook, rolecall_callbacks, rolecall_classifier;
SQL
