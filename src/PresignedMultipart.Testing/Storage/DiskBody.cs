using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Testing.Storage;

/// <summary>A body in a file, which is open only while it is read: thousands of parts would use up the process's handles.</summary>
internal sealed class DiskBody(string path, long length) : StoredBody(length)
{
    protected override BodyReader CreateReader() => new Reader(this, path);

    protected override void Free()
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The server was disposed while this body was still being read.
        }
    }

    private sealed class Reader(DiskBody body, string path) : BodyReader(body)
    {
        private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

        public override int Read(long offset, Span<byte> buffer) => RandomAccess.Read(_file, buffer, offset);

        public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
            RandomAccess.ReadAsync(_file, buffer, offset, cancellationToken);

        protected override void Close() => _file.Dispose();
    }
}
