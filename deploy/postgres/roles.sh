#!/bin/sh
# The database and its three roles: an owner who migrates, and two services who can do only their own work. Run once, by
# a superuser; the official postgres image does so for whatever lies in /docker-entrypoint-initdb.d. Grants come with the
# migrations.
#
# Needs OWNER_PASSWORD, WEBHOOK_PASSWORD and CLASSIFIER_PASSWORD, and psql's own PGHOST, PGUSER and so on.
set -eu
: "${OWNER_PASSWORD:?is the password of rolecall_owner}" "${WEBHOOK_PASSWORD:?is the password of rolecall_webhook}" \
  "${CLASSIFIER_PASSWORD:?is the password of rolecall_classifier}"
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v webhook="$WEBHOOK_PASSWORD" -v classifier="$CLASSIFIER_PASSWORD" \
  -U "${POSTGRES_USER:-${PGUSER:-postgres}}" -d postgres <<'SQL'
CREATE ROLE rolecall_owner LOGIN PASSWORD :'owner';
CREATE ROLE rolecall_webhook LOGIN PASSWORD :'webhook';
CREATE ROLE rolecall_classifier LOGIN PASSWORD :'classifier';
CREATE DATABASE rolecall OWNER rolecall_owner;
REVOKE ALL ON DATABASE rolecall FROM PUBLIC;
GRANT CONNECT ON DATABASE rolecall TO rolecall_webhook, rolecall_classifier;
SQL
