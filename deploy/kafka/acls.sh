#!/bin/sh
# Grants Rolecall's logins their rights in Kafka; everything else is denied. For clusters with an operator, see
# k8s/overlays/operators/users.yaml. Running it again is harmless.
#
#   acls.sh BOOTSTRAP-SERVERS CLIENT-PROPERTIES     the properties log in a user that may alter ACLs
#
# Requires kafka-acls.sh of Kafka's bin folder on the PATH.
set -eu
: "${2:?usage: acls.sh BOOTSTRAP-SERVERS CLIENT-PROPERTIES}"
servers=$1 client=$2

allow() {
  user=$1
  shift
  kafka-acls.sh --bootstrap-server "$servers" --command-config "$client" --add --allow-principal "User:$user" "$@"
}

# webhook-service: produces to the main topic, copies the dead letters into a table and writes lost ones again, and compares the
# database with the ledger of erasures; it has no consumer group
allow webhook-service --operation Write --operation Describe --topic transcript-ready
allow webhook-service --operation Read --operation Write --operation Describe --topic transcript-ready.dead-letter --topic transcript-erasures
# it looks for jobs that are stuck: where the tiers end, and what their groups have settled
allow webhook-service --operation Describe --resource-pattern-type prefixed --topic transcript-ready.retry-
allow webhook-service --operation Describe --resource-pattern-type prefixed --group classifier-service

# classifier-service: consumes it, produces to the tiers, the dead letters and the results
allow classifier-service --operation Read --operation Describe --topic transcript-ready
allow classifier-service --operation Read --operation Write --operation Describe \
  --resource-pattern-type prefixed --topic transcript-ready.retry-
allow classifier-service --operation Write --operation Describe --topic transcript-ready.dead-letter --topic transcript-classified
allow classifier-service --operation Read --operation Describe --resource-pattern-type prefixed --group classifier-service

# the autoscaler: reads the lag
allow keda --operation Describe --resource-pattern-type prefixed --topic transcript-ready
allow keda --operation Describe --resource-pattern-type prefixed --group classifier-service
