using PresignedMultipart.Journaling;

namespace PresignedMultipart.Tests.Journaling;

public class UploadRecordTests
{
    private static readonly UploadTarget Target = new("bucket", "key");

    [Fact]
    public void Parts_of_the_last_upload_are_read()
    {
        UploadRecord record = UploadRecord.Read([Begin("a", "first"), Part("a", 1), Begin("b", "second"), Part("b", 2), Part("b", 3)])!;

        Assert.Equal("second", record.ToUpload(Target).UploadId);
        Assert.Equal([2, 3], record.Parts.Select(part => part.Number));
    }

    [Fact]
    public void Lines_that_an_earlier_upload_left_behind_in_a_cache_are_not_its_parts() =>
        Assert.Equal([1], UploadRecord.Read([Begin("b", "second"), Part("b", 1), Part("a", 2)])!.Parts.Select(part => part.Number));

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{\"run\":\"a\",\"part\":{\"number\":9}}")]
    [InlineData("null")]
    public void A_line_that_cannot_be_read_is_passed_over(string line) =>
        Assert.Equal([1, 2], UploadRecord.Read([Begin("a", "id"), Part("a", 1), line, Part("a", 2)])!.Parts.Select(part => part.Number));

    [Theory]
    [InlineData("{\"run\":\"a\",\"upload\":{\"version\":2,\"target\":{},\"bucket\":\"b\",\"key\":\"k\",\"uploadId\":\"id\",\"startedAt\":\"2026-01-01T00:00:00Z\"}}")]
    [InlineData("{\"run\":7,\"upload\":{\"version\":2,\"anotherShape\":true}}")]
    public void A_log_of_a_later_version_is_refused_and_not_understood_by_half(string line)
    {
        var failure = Assert.Throws<InvalidDataException>(() => UploadRecord.Read([line, Part("a", 1)]));

        Assert.Contains("format 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("reads format 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_log_has_no_upload() => Assert.Null(UploadRecord.Read([]));

    [Fact]
    public void A_part_that_was_sent_twice_counts_as_it_was_last()
    {
        UploadRecord record = UploadRecord.Read([Begin("a", "id"), Part("a", 1, "old"), Part("a", 1, "new")])!;

        Assert.Equal("new", Assert.Single(record.Parts).ETag);
    }

    [Fact]
    public void What_a_back_end_chose_is_kept_beside_what_was_asked_for()
    {
        var upload = new MultipartUpload(new UploadTarget("theirs", "renamed"), "id") { Ticket = "ticket", ChecksumAlgorithm = ChecksumAlgorithm.Crc64Nvme, Marker = "marker" };

        UploadRecord record = UploadRecord.Read([UploadRecord.Begin("a", Target, upload, DateTimeOffset.UnixEpoch, partSize: 1, length: 1)])!;

        Assert.True(record.IsOf(Target));
        Assert.Equal("s3://theirs/renamed", record.ToUpload(Target).Target.ToString());
        Assert.Equal("ticket", record.ToUpload(Target).Ticket);
        Assert.Equal("marker", record.ToUpload(Target).Marker);
        Assert.Equal(ChecksumAlgorithm.Crc64Nvme, record.ToUpload(Target).ChecksumAlgorithm);
        Assert.Equal("s3://bucket/key", record.ToView().Target.ToString());
    }

    [Fact]
    public void Names_differ_by_bucket_and_key_and_are_safe_in_any_file_system()
    {
        string[] names = [UploadRecord.NameOf(Target), UploadRecord.NameOf(new UploadTarget("bucket", "Key")), UploadRecord.NameOf(new UploadTarget("bucket2", "key")), UploadRecord.NameOf(new MultipartUpload(Target, "id"))];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[0-9a-f]{32}$", name));
    }

    private static string Begin(string run, string uploadId) =>
        UploadRecord.Begin(run, Target, new MultipartUpload(Target, uploadId), DateTimeOffset.UnixEpoch, ChecksumAlgorithm.Crc64Nvme, partSize: 5, length: 20);

    private static string Part(string run, int number, string etag = "etag") =>
        UploadRecord.Add(run, new JournaledPartLine { Number = number, Length = 5, ETag = etag, Checksum = "AAAA" });
}
