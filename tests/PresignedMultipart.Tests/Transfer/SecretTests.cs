using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class SecretTests
{
    [Theory]
    [InlineData(403, "SignatureDoesNotMatch")]
    [InlineData(503, "SlowDown")]
    public async Task No_signature_key_or_url_reaches_a_log_or_an_exception(int status, string code)
    {
        await using Storage storage = await StartAsync();
        var target = new UploadTarget(Bucket, "key") { Metadata = new Dictionary<string, string> { ["m"] = "v" } };
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(status, code);
        storage.Server.Faults.On(S3Operation.PutObject).ResetAfterBytes(10);

        var parts = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), target));
        var put = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = MiB).UploadAsync(Content(1_000), target));

        Assert.NotEmpty(storage.Logs.Lines);
        Assert.All([.. storage.Logs.Lines, parts.ToString(), put.ToString()], text =>
        {
            Assert.DoesNotContain("X-Amz-", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
            Assert.DoesNotContain(storage.Server.SecretKey, text, StringComparison.Ordinal);
            Assert.DoesNotContain(storage.Server.AccessKey, text, StringComparison.Ordinal);
        });
    }
}
