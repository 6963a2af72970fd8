using System.Net;
using PresignedMultipart.Journaling;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>An upload of four parts of 5 bytes, the last one of 3.</summary>
public sealed class UploadResumptionTests : IDisposable
{
    private const long Length = 18;
    private static readonly UploadTarget Target = new("bucket", "key");

    private readonly EmptyStorage _storage = new();
    private readonly RecordingLoggerFactory _logs = new();
    private readonly MultipartUploadOptions _options = new();
    private readonly ScriptedProvider _provider;

    public UploadResumptionTests() => _provider = new ScriptedProvider(_storage);

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task What_the_journal_has_and_the_storage_lists_is_there()
    {
        Stored(1, 2);

        ResumePoint point = (await FindAsync(Record(Line(1), Line(2), Line(3))))!;

        Assert.Equal([1, 2], point.Found.Keys.Order());
        Assert.Equal(("id", 4, false, false), (point.Upload.UploadId, point.Plan.PartCount!.Value, point.IsVanished, point.IsNew));
        Assert.Contains(_logs.Lines, line => line.StartsWith("Information UploadResumed", StringComparison.Ordinal) && line.Contains("2 of 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_is_what_the_journal_says_of_it()
    {
        Stored(1);

        PartReceipt receipt = (await FindAsync(Record(Line(1))))!.Found[1];

        Assert.Equal(new PartReceipt(new CompletedPart(1, "\"e1\"", new Checksum(ChecksumAlgorithm.Crc64Nvme, Sum(1))), 5, VersionId: null, IsChecksumSigned: true, IsChecksumConfirmed: false), receipt);
    }

    public static TheoryData<string> OtherUploads => ["length", "checksum", "target", "too many parts"];

    [Theory]
    [MemberData(nameof(OtherUploads))]
    public async Task What_is_not_the_same_upload_is_aborted(string difference)
    {
        _options.Checksum = difference == "checksum" ? ChecksumAlgorithm.Crc32C : _options.Checksum;
        _options.MaxPartCount = difference == "too many parts" ? 3 : _options.MaxPartCount;
        Stored(1);

        Assert.Null(await FindAsync(Record(Line(1)), difference == "target" ? new UploadTarget("bucket", "key") { ContentType = "video/mp4" } : Target, difference == "length" ? Length + 1 : Length));

        Assert.Equal(["id"], _storage.Aborted);
        Assert.StartsWith("Information ResumeRefused", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 5)]
    [InlineData(1, 4)]
    [InlineData(4, 5)]
    public async Task What_is_none_of_the_uploads_parts_is_passed_over(int number, long length)
    {
        _storage.Parts.Add(new StoredPart(number, length, $"\"e{number}\"", new Checksum(ChecksumAlgorithm.Crc64Nvme, Sum(number))));
        Stored(2);

        ResumePoint listed = (await FindAsync(Record(Line(2), Line(number, length))))!;
        _provider.Capabilities = PresignedUrlProviderCapabilities.None;
        ResumePoint believed = (await FindAsync(Record(Line(2), Line(number, length))))!;

        Assert.Equal([2], listed.Found.Keys);
        Assert.Equal([2], believed.Found.Keys);
    }

    [Fact]
    public async Task The_first_and_the_last_part_are_parts()
    {
        Stored(1, 4);

        Assert.Equal([1, 4], (await FindAsync(Record(Line(1), Line(4, 3))))!.Found.Keys.Order());
        Assert.Equal([1, 4], (await FindAsync(Record()))!.Found.Keys.Order());
    }

    [Theory]
    [InlineData("\"e1\"", true)]
    [InlineData("e1", true)]
    [InlineData("\"E1\"", true)]
    [InlineData("", true)]
    [InlineData("\"another\"", false)]
    public async Task A_part_is_told_by_its_ETag_where_the_storage_lists_one(string etag, bool isFound)
    {
        _storage.Parts.Add(new StoredPart(1, 5, etag));

        Assert.Equal(isFound, (await FindAsync(Record(Line(1))))!.Found.ContainsKey(1));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "\"e\"", true)]
    [InlineData(ChecksumAlgorithm.Crc32C, "\"e\"", false)]
    [InlineData(ChecksumAlgorithm.None, "\"e\"", false)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "", false)]
    public async Task A_part_that_the_storage_alone_has_is_taken_by_its_sum(ChecksumAlgorithm algorithm, string etag, bool isFound)
    {
        _storage.Parts.Add(new StoredPart(1, 5, etag, algorithm == ChecksumAlgorithm.None ? null : new Checksum(algorithm, Sum(7))));

        ResumePoint point = (await FindAsync(Record()))!;

        Assert.Equal(isFound ? [new PartReceipt(new CompletedPart(1, etag, new Checksum(algorithm, Sum(7))), 5, VersionId: null, IsChecksumSigned: false, IsChecksumConfirmed: true)] : [], point.Found.Values);
    }

    [Fact]
    public async Task A_part_that_the_storage_has_anew_counts_as_it_is_there()
    {
        _storage.Parts.Add(new StoredPart(1, 5, "\"another\"", new Checksum(ChecksumAlgorithm.Crc64Nvme, Sum(7))));

        Assert.Equal("\"another\"", (await FindAsync(Record(Line(1))))!.Found[1].Part.ETag);
    }

    [Fact]
    public async Task Where_parts_cannot_be_listed_the_journal_is_believed()
    {
        _provider.Capabilities &= ~PresignedUrlProviderCapabilities.ListParts;
        _provider.AlterListing = _ => throw new InvalidOperationException("It cannot.");

        Assert.Equal([1, 3], (await FindAsync(Record(Line(1), Line(3))))!.Found.Keys.Order());
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotImplemented)]
    public async Task Where_parts_may_not_be_listed_the_journal_is_believed(HttpStatusCode status)
    {
        _provider.AlterListing = _ => throw new PresignedUrlProviderException("refused") { StatusCode = status };

        ResumePoint point = (await FindAsync(Record(Line(1))))!;

        Assert.Equal([1], point.Found.Keys);
        Assert.False(point.IsVanished);
    }

    [Fact]
    public async Task An_upload_that_is_gone_with_parts_missing_begins_anew()
    {
        _provider.AlterListing = _ => throw new PresignedUrlProviderException("gone") { ErrorCode = "NoSuchUpload" };

        Assert.Null(await FindAsync(Record(Line(1), Line(2), Line(3))));

        Assert.Empty(_storage.Aborted);
        Assert.StartsWith("Warning UploadVanished", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_gone_with_all_of_its_parts_may_have_been_completed()
    {
        _provider.AlterListing = _ => throw new PresignedUrlProviderException("gone") { ErrorCode = "NoSuchUpload" };

        ResumePoint point = (await FindAsync(Record(Line(1), Line(2), Line(3), Line(4, 3))))!;

        Assert.True(point.IsVanished);
        Assert.Equal(4, point.Found.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(null)]
    public async Task A_listing_that_fails_in_another_way_fails_the_upload_and_keeps_it(HttpStatusCode? status)
    {
        _provider.AlterListing = _ => throw new PresignedUrlProviderException("The back end is down.") { StatusCode = status };

        var failure = await Assert.ThrowsAsync<UploadException>(() => FindAsync(Record(Line(1))));

        Assert.Equal((true, true, "id"), (failure.CanResume, failure.LeftParts, failure.UploadId));
        Assert.StartsWith("Listing the parts of s3://bucket/key failed: The back end is down.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_storage.Aborted);
    }

    private Task<ResumePoint?> FindAsync(UploadRecord record, UploadTarget? target = null, long length = Length)
    {
        UploadServices services = ServicesFor.Provider(_provider, _options, _logs);
        var abandoned = new AbandonedUploads(new UploadAborter(services.Provider, _options, TimeProvider.System, _logs), journal: null, TimeProvider.System, _logs);
        _provider.AlterListing ??= parts => _storage.Aborted.Count == 0 ? parts : [];
        return new UploadResumption(services, new PatientCalls(services, target ?? Target), abandoned).FindAsync(record, target ?? Target, length, CancellationToken.None);
    }

    private void Stored(params int[] numbers) =>
        _storage.Parts.AddRange(numbers.Select(number => new StoredPart(number, number == 4 ? 3 : 5, $"\"e{number}\"", number is 1 or 4 ? new Checksum(ChecksumAlgorithm.Crc64Nvme, Sum(number)) : null)));

    private static string Line(int number, long length = 5) =>
        UploadRecord.Add("run", new JournaledPartLine { Number = number, Length = length, ETag = $"\"e{number}\"", Checksum = Sum(number), IsChecksumSigned = true });

    private static UploadRecord Record(params string[] parts) =>
        UploadRecord.Read([UploadRecord.Begin("run", Target, new MultipartUpload(Target, "id"), DateTimeOffset.UnixEpoch, ChecksumAlgorithm.Crc64Nvme, 5, Length), .. parts])!;

    private static string Sum(int number) => Convert.ToBase64String([0, 0, 0, 0, 0, 0, 0, (byte)number]);
}
