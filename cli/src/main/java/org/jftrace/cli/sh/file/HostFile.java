package org.jftrace.cli.sh.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.Arrays;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.TraceFile;

/** An open file of the host. */
final class HostFile implements TraceFile {
    private final FileChannel channel;

    HostFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int write(byte[] bytes) {
        try {
            return channel.write(ByteBuffer.wrap(bytes));
        } catch (NonWritableChannelException e) {
            throw new FtraceException(Errno.EBADF, "the file is not open for writing", e);
        } catch (IOException e) {
            throw HostSpace.error(e);
        }
    }

    @Override
    public byte[] read(int most) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(most);
            return Arrays.copyOf(buffer.array(), Math.max(0, channel.read(buffer)));
        } catch (NonReadableChannelException e) {
            throw new FtraceException(Errno.EBADF, "the file is not open for reading", e);
        } catch (IOException e) {
            throw HostSpace.error(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw HostSpace.error(e);
        }
    }
}
