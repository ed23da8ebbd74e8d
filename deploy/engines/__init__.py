"""The engines without containers: Kafka, Keycloak and the document store, unpacked into the user's cache."""
