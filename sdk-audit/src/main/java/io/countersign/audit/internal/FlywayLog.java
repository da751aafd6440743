package io.countersign.audit.internal;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/** What Flyway says, passed to the platform's logger: its running commentary as debug messages. Made by Flyway, by name. */
public final class FlywayLog implements LogCreator {
    @Override
    public Log createLogger(Class<?> asker) {
        return new Forwarding(System.getLogger(asker.getName()));
    }

    private record Forwarding(System.Logger logger) implements Log {
        @Override
        public void debug(String message) {
            logger.log(System.Logger.Level.TRACE, message);
        }

        @Override
        public void info(String message) {
            logger.log(System.Logger.Level.DEBUG, message);
        }

        @Override
        public void warn(String message) {
            logger.log(System.Logger.Level.WARNING, message);
        }

        @Override
        public void error(String message) {
            logger.log(System.Logger.Level.ERROR, message);
        }

        @Override
        public void error(String message, Exception e) {
            logger.log(System.Logger.Level.ERROR, message, e);
        }

        @Override
        public void notice(String message) {
            logger.log(System.Logger.Level.DEBUG, message);
        }
    }
}
