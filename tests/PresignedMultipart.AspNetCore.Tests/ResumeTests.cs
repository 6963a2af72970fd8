using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PresignedMultipart.AspNetCore.Tests.Support;
using PresignedMultipart.Remote;
using PresignedMultipart.Testing;

namespace PresignedMultipart.AspNetCore.Tests;

/// <summary>An upload without credentials outlives its process: the journal has the ticket, which any instance of the back end opens.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int PartSize = 5 << 20;
    private const int Parts = 6;

    // Where the caller wants it; the policy puts it elsewhere.
    private static readonly UploadTarget Target = new("any", "file.bin");

    private readonly string _directory = Directory.CreateTempSubdirectory("resume-").FullName;
    private readonly byte[] _bytes = Client.Bytes((Parts * PartSize) - 1);
    private readonly TestPolicy _policy = new();

    public ResumeTests() => File.WriteAllBytes(FilePath, _bytes);

    private string FilePath => Path.Combine(_directory, "file.bin");

    private FileUploadJournal Journal => new(Path.Combine(_directory, "journal"));

    public static TheoryData<BackendContract> Contracts => new(Enum.GetValues<BackendContract>());

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Another_uploader_and_another_instance_go_on_with_the_ticket_of_the_journal(BackendContract contract)
    {
        await using Storage storage = await Storage.StartAsync();
        await using (BackEnd first = await StartAsync(storage))
        {
            UploadException failure = await FailAtPart4Async(storage, first, contract);
            Assert.True(failure.CanResume);
        }

        await using BackEnd second = await StartAsync(storage);
        storage.Server.ClearRequests();
        JournaledUpload waiting = await Journal.ListUploadsAsync().SingleAsync();
        Assert.Equal(("file.bin", FilePath, 3), (waiting.Target.Key, waiting.Path, waiting.PartsAcknowledged));
        using RemoteRig rig = Rig(second, contract);

        UploadResult result = await rig.Uploader.ResumeFileAsync(waiting);

        Assert.Equal(3L * PartSize, result.BytesResumed);
        Assert.Equal([4, 5, 6], storage.Server.Requests.Where(request => request.Operation == S3Operation.UploadPart).Select(request => request.PartNumber!.Value).Order());
        Assert.DoesNotContain(storage.Server.Requests, request => request.Operation == S3Operation.CreateMultipartUpload);
        Assert.Equal(_bytes, storage.Read("alice/file.bin"));
        Assert.Single(_policy.Completed);
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Empty(await Journal.ListUploadsAsync().ToListAsync());
    }

    [Fact]
    public async Task Where_the_contract_lists_no_parts_the_journal_is_believed()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        await FailAtPart4Async(storage, backEnd, BackendContract.Classic);
        storage.Server.ClearRequests();
        using RemoteRig rig = Rig(backEnd, BackendContract.Classic);

        await rig.Uploader.UploadFileAsync(FilePath, Target);

        int lists = storage.Server.Requests.TakeWhile(request => request.Operation != S3Operation.UploadPart).Count(request => request.Operation == S3Operation.ListParts);
        Assert.Equal(0, lists);
        Assert.Equal(_bytes, storage.Read("alice/file.bin"));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task An_upload_that_is_gone_begins_anew(BackendContract contract)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        await FailAtPart4Async(storage, backEnd, contract);
        await AbortAllAsync(storage, backEnd);
        using RemoteRig rig = Rig(backEnd, contract);

        UploadResult result = await rig.Uploader.UploadFileAsync(FilePath, Target);

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(_bytes, storage.Read("alice/file.bin"));
        Assert.Empty(await Journal.ListUploadsAsync().ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task An_upload_whose_ticket_has_expired_begins_anew(BackendContract contract)
    {
        await using Storage storage = await Storage.StartAsync();
        var past = new ManualTime { Now = DateTimeOffset.UtcNow - new UploadEndpointOptions().TicketLifetime - TimeSpan.FromMinutes(1) };
        await using (BackEnd before = await StartAsync(storage, past))
        {
            await FailAtPart4Async(storage, before, contract);
        }

        await using BackEnd now = await StartAsync(storage);
        using RemoteRig rig = Rig(now, contract);

        UploadResult result = await rig.Uploader.UploadFileAsync(FilePath, Target);

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(_bytes, storage.Read("alice/file.bin"));
        Assert.Empty(await Journal.ListUploadsAsync().ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task A_ticket_of_another_caller_is_not_gone_on_with(BackendContract contract)
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        await FailAtPart4Async(storage, backEnd, contract);
        using RemoteRig rig = Rig(backEnd, contract, "bob");

        UploadResult result = await rig.Uploader.UploadFileAsync(FilePath, Target);

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(_bytes, storage.Read("bob/file.bin"));
        // Alice's is hers to go on with, or the back end's to sweep.
        Assert.Equal("alice/file.bin", Assert.Single(storage.Server.MultipartUploads).Key);
    }

    [Fact]
    public async Task What_is_discarded_is_aborted_through_the_back_end()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage);
        await FailAtPart4Async(storage, backEnd, BackendContract.Native);
        using RemoteRig rig = Rig(backEnd, BackendContract.Native);

        Assert.True(await rig.Uploader.DiscardAsync(Target));

        storage.AssertNothingIsLeft();
        Assert.Single(_policy.Aborted);
        Assert.Empty(await Journal.ListUploadsAsync().ToListAsync());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<BackEnd> StartAsync(Storage storage, TimeProvider? time = null) => BackEnd.StartAsync(
        storage,
        _policy,
        endpoints =>
        {
            endpoints.MapPresignedMultipart("/native");
            endpoints.MapClassicUploadEndpoints("/classic");
            endpoints.MapCompanionS3Endpoints("/companion");
        },
        uploads =>
        {
            if (time is not null)
            {
                uploads.Services.AddSingleton(time);
            }
        },
        keys: Path.Combine(_directory, "keys"));

    private RemoteRig Rig(BackEnd backEnd, BackendContract contract, string user = "alice") => new(
        backEnd,
        contract,
        // One after the other, so that it is known which parts are there.
        new MultipartUploadOptions { Journal = Journal, PartSize = PartSize, MaxConcurrency = 1, AdaptiveConcurrency = false },
        user);

    private async Task<UploadException> FailAtPart4Async(Storage storage, BackEnd backEnd, BackendContract contract)
    {
        S3FaultRule refusal = storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");
        using RemoteRig rig = Rig(backEnd, contract);
        var failure = await Assert.ThrowsAsync<UploadException>(() => rig.Uploader.UploadFileAsync(FilePath, Target));
        refusal.Remove();
        return failure;
    }

    private static async Task AbortAllAsync(Storage storage, BackEnd backEnd)
    {
        var provider = backEnd.Services.GetRequiredService<IPresignedUrlProvider>();
        foreach (S3TestMultipartUpload upload in storage.Server.MultipartUploads)
        {
            await provider.AbortMultipartUploadAsync(new MultipartUpload(new UploadTarget(upload.Bucket, upload.Key), upload.UploadId));
        }
    }
}
