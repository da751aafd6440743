package io.countersign.audit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A way to a database that does what a test says: connections are cut right before or right after a commit, or not given, or kept as a
 * pool keeps them.
 */
final class FaultyDataSource implements DataSource {
    private final DataSource sound;
    private volatile Fault next = Fault.NONE;
    private volatile boolean unreachable;
    private final Set<Connection> givenBack = new CopyOnWriteArraySet<>();
    private volatile boolean pooling;

    /** What happens at the next commit, once. */
    enum Fault {
        NONE,
        CUT_BEFORE_COMMIT,
        CUT_AFTER_COMMIT,
        GONE_AFTER_COMMIT
    }

    FaultyDataSource(DataSource sound) {
        this.sound = sound;
    }

    void next(Fault fault) {
        next = fault;
    }

    /** From now on a connection that is closed stays open, as in a pool, and is put down. */
    void pooling() {
        pooling = true;
    }

    /** Connections that were closed since {@link #pooling}, still open underneath. */
    Set<Connection> givenBack() {
        return givenBack;
    }

    void reachable() {
        unreachable = false;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (unreachable) {
            throw new SQLException("Nobody is there", "08001");
        }
        Connection connection = sound.getConnection();
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                commit(connection);
                return null;
            }
            if (pooling && method.getName().equals("close")) {
                givenBack.add(connection);
                return null;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private void commit(Connection connection) throws SQLException {
        Fault fault = next;
        next = Fault.NONE;
        if (fault != Fault.CUT_BEFORE_COMMIT) {
            connection.commit();
        }
        if (fault != Fault.NONE) {
            unreachable = fault == Fault.GONE_AFTER_COMMIT;
            connection.abort(Runnable::run);
            throw new SQLException("The connection is lost", "08006");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return sound.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        sound.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        sound.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return sound.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return sound.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return sound.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return sound.isWrapperFor(type);
    }
}
