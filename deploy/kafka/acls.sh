#!/bin/sh
# What each of Rolecall's logins may do with Kafka; everything else is refused. Where an operator makes users, see
# k8s/overlays/operators/users.yaml. To be run again is harmless.
#
#   acls.sh BOOTSTRAP-SERVERS CLIENT-PROPERTIES     the latter log in somebody who may alter the cluster's ACLs
#
# Needs kafka-acls.sh of Kafka's own bin folder on the PATH.
set -eu
: "${2:?usage: acls.sh BOOTSTRAP-SERVERS CLIENT-PROPERTIES}"
servers=$1 client=$2

allow() {
  user=$1
  shift
  kafka-acls.sh --bootstrap-server "$servers" --command-config "$client" --add --allow-principal "User:$user" "$@"
}

# webhook-service: hands over work, and no more
allow webhook-service --operation Write --operation Describe --topic transcript-ready

# classifier-service: takes it, passes it on from tier to tier, and tells what became of it
allow classifier-service --operation Read --operation Describe --topic transcript-ready
allow classifier-service --operation Read --operation Write --operation Describe \
  --resource-pattern-type prefixed --topic transcript-ready.retry-
allow classifier-service --operation Write --operation Describe --topic transcript-ready.dead-letter --topic transcript-classified
allow classifier-service --operation Read --operation Describe --resource-pattern-type prefixed --group classifier-service

# the autoscaler: looks at how much waits
allow keda --operation Describe --resource-pattern-type prefixed --topic transcript-ready
allow keda --operation Describe --resource-pattern-type prefixed --group classifier-service
