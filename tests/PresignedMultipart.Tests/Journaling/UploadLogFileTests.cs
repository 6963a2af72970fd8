using PresignedMultipart.Journaling;

namespace PresignedMultipart.Tests.Journaling;

public sealed class UploadLogFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_line_that_the_disk_took_half_of_is_cut_off_and_the_next_begins_where_it_did()
    {
        var disk = new Disk(_path);
        await using var log = new UploadLogFile(disk, []);
        await log.AppendAsync("one");
        disk.IsFull = true;

        var full = await Assert.ThrowsAsync<IOException>(() => log.AppendAsync("this one does not fit"));

        Assert.Equal($"The log '{_path}' cannot be written: No space left on device. Make room on its disk, or keep the journal on another.", full.Message);
        Assert.Equal("one\n", Content());
        disk.IsFull = false;
        await log.AppendAsync("two");
        Assert.Equal("one\ntwo\n", Content());
    }

    [Fact]
    public async Task A_line_is_flushed_to_the_disk_itself()
    {
        var disk = new Disk(_path);
        await using var log = new UploadLogFile(disk, []);

        await log.AppendAsync("one");
        await log.AppendAsync("two");

        Assert.Equal(["one\n"u8.Length, "one\ntwo\n"u8.Length], disk.Flushed);
    }

    private string Content()
    {
        using var file = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    /// <summary>A file on a disk that fills up.</summary>
    private sealed class Disk(string path) : FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)
    {
        public bool IsFull { get; set; }

        /// <summary>How long the file was at each flush that the system was not to keep for itself.</summary>
        public List<long> Flushed { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull)
            {
                throw new IOException("No space left on device.");
            }
        }

        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk)
            {
                Flushed.Add(Length);
            }
        }
    }
}
