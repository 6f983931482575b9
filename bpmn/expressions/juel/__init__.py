"""JUEL, the `${…}` of Camunda 7, Operaton, Flowable and Activiti: JSR 245's expression language, without beans."""
