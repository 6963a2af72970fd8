using PresignedMultipart.Journaling;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Tests.Journaling;

public class UploadJournalExtensionsTests
{
    [Fact]
    public async Task A_log_that_no_upload_can_be_read_from_is_not_listed()
    {
        var target = new UploadTarget("bucket", "key");
        var journal = new MemoryJournal();
        await (await journal.OpenAsync("unreadable")).AppendAsync("not JSON");
        await (await journal.OpenAsync(UploadRecord.NameOf(null, target))).AppendAsync(UploadRecord.Begin("a", target, new MultipartUpload(target, "id"), DateTimeOffset.UnixEpoch));

        Assert.Equal("id", (await journal.ListUploadsAsync().SingleAsync()).UploadId);
    }

    [Fact]
    public async Task A_journal_is_needed() =>
        await Assert.ThrowsAsync<ArgumentNullException>("journal", async () => await ((IUploadJournal)null!).ListUploadsAsync().ToListAsync());
}
