using PresignedMultipart.Remote.Tests.Support;
using PresignedMultipart.Testing;
using static PresignedMultipart.Remote.Tests.Support.Storage;

namespace PresignedMultipart.Remote.Tests.EndToEnd;

/// <summary>One journal for several back ends, each of which makes keys of its own.</summary>
public sealed class SharedJournalTests : IDisposable
{
    private static readonly UploadTarget Target = new(Bucket, "key");

    private readonly string _folder = Directory.CreateTempSubdirectory("presigned-multipart-").FullName;
    private readonly byte[] _content = Content(4 * PartSize);

    private FileUploadJournal Journal => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_one_back_end_began_is_neither_resumed_nor_forgotten_nor_swept_by_another()
    {
        await using Storage storage = await StartAsync();
        await using Backend staging = await NativeServer.StartAsync(storage, folder: "staging/");
        await using Backend production = await NativeServer.StartAsync(storage, folder: "production/");
        UploadException cut = await CutOffAsync(storage, staging);

        UploadResult produced = await Uploader(storage, production).UploadAsync(_content, Target);

        Assert.Equal(("production/key", 0L), (produced.Key, produced.BytesResumed));
        Assert.Empty(await Uploader(storage, production).SweepAsync(Bucket, TimeSpan.Zero));
        Assert.False(await Uploader(storage, production).DiscardAsync(Target));
        JournaledUpload waiting = await Journal.ListUploadsAsync().SingleAsync();
        Assert.Equal((cut.UploadId, staging.Address.ToString().TrimEnd('/')), (waiting.UploadId, waiting.Storage));
        Assert.Equal(cut.UploadId, Assert.Single(storage.Server.MultipartUploads).UploadId);

        UploadResult staged = await Uploader(storage, staging).UploadAsync(_content, Target);

        Assert.Equal("staging/key", staged.Key);
        Assert.True(staged.BytesResumed > 0);
        Assert.Equal(_content, storage.Read("staging/key"));
        Assert.Equal(_content, storage.Read("production/key"));
        Assert.Empty(await Journal.ListUploadsAsync().ToListAsync());
    }

    private MultipartUploader Uploader(Storage storage, Backend backend) => storage.Uploader(storage.Provider(backend, BackendContract.Native), journal: Journal);

    private async Task<UploadException> CutOffAsync(Storage storage, Backend backend)
    {
        S3FaultRule broken = storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");
        var failure = await Assert.ThrowsAsync<UploadException>(() => Uploader(storage, backend).UploadAsync(_content, Target));
        broken.Remove();
        return failure;
    }
}
