using System.Text.Json.Nodes;
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

    [Theory]
    [InlineData("theirs", "key")]
    [InlineData("bucket", "renamed")]
    public void What_a_back_end_renamed_goes_on_under_its_new_name(string bucket, string key)
    {
        UploadRecord record = Read(UploadRecord.Begin("a", Target, new MultipartUpload(new UploadTarget(bucket, key), "id"), DateTimeOffset.UnixEpoch));

        Assert.Equal($"s3://{bucket}/{key}", record.ToUpload(Target).Target.ToString());
        Assert.Equal($"s3://{bucket}/{key}", record.ToUpload().Target.ToString());
        Assert.Equal(UploadRecord.NameOf(null, Target), record.Name);
    }

    [Fact]
    public void What_was_not_renamed_goes_on_with_the_key_that_is_given_again()
    {
        UploadTarget target = Encrypted(1);
        UploadRecord record = Read(UploadRecord.Begin("a", target, new MultipartUpload(target, "id"), DateTimeOffset.UnixEpoch));

        Assert.Same(target, record.ToUpload(target).Target);
        Assert.Null(record.ToUpload().Target.Encryption);
    }

    [Fact]
    public void A_customers_key_is_told_from_others_and_from_none()
    {
        UploadRecord with = Read(UploadRecord.Begin("a", Encrypted(1), new MultipartUpload(Target, "id"), DateTimeOffset.UnixEpoch));
        UploadRecord without = Read(Begin("a", "id"));

        Assert.Equal([true, false, false], new[] { Encrypted(1), Encrypted(2), Target }.Select(with.IsOf));
        Assert.Equal([false, true], new[] { Encrypted(1), Target }.Select(without.IsOf));
        Assert.True(with.ToView().NeedsCustomerKey);
        Assert.False(without.ToView().NeedsCustomerKey);
    }

    [Fact]
    public void What_tells_one_customers_key_from_another_is_different_for_each_upload() =>
        Assert.NotEqual(KeyCheck("id"), KeyCheck("another"));

    [Fact]
    public void A_part_is_known_in_all_that_is_said_of_it_or_not_at_all()
    {
        UploadRecord record = UploadRecord.Read([Begin("a", "id"), Part("a", 1)])!;

        Assert.True(record.Has(Of(1, 5, "etag", "AAAA")));
        Assert.False(record.Has(Of(2, 5, "etag", "AAAA")));
        Assert.False(record.Has(Of(1, 6, "etag", "AAAA")));
        Assert.False(record.Has(Of(1, 5, "another", "AAAA")));
        Assert.False(record.Has(Of(1, 5, "etag", "BBBB")));

        static JournaledPartLine Of(int number, long length, string etag, string checksum) => new() { Number = number, Length = length, ETag = etag, Checksum = checksum };
    }

    [Fact]
    public void What_was_abandoned_has_a_log_of_its_own_beside_that_of_the_next_upload_of_the_object()
    {
        var upload = new MultipartUpload(Target, "id");
        UploadRecord record = Read(UploadRecord.Begin("a", Target, upload, DateTimeOffset.UnixEpoch, isAbandoned: true));

        Assert.Equal(UploadRecord.NameOf(null, upload), record.Name);
        Assert.NotEqual(UploadRecord.NameOf(null, Target), record.Name);
        Assert.True(record.ToView().IsAbandoned);
    }

    [Fact]
    public void Everything_that_is_known_of_an_upload_is_read_as_it_was_written()
    {
        DateTimeOffset began = DateTimeOffset.UnixEpoch.AddDays(1), ends = DateTimeOffset.UnixEpoch.AddDays(8);
        var upload = new MultipartUpload(Target, "id") { AbortDate = ends, AbortRuleId = "week" };
        var part = new JournaledPartLine { Number = 1, Length = 5, ETag = "etag", Checksum = "AAAA", IsChecksumSigned = true, IsChecksumConfirmed = true };

        UploadRecord record = UploadRecord.Read([UploadRecord.Begin("a", Target, upload, began, ChecksumAlgorithm.Crc64Nvme, 5, 20, "/file"), UploadRecord.Add("a", part), Part("a", 2)])!;

        Assert.Equal((began, 5L, 20L, ChecksumAlgorithm.Crc64Nvme, false), (record.StartedAt, record.PartSize, record.Length!.Value, record.Checksum, record.IsAbandoned));
        Assert.Equal((ends, "week"), (record.ToUpload().AbortDate!.Value, record.ToUpload().AbortRuleId));
        Assert.Equal([true, false], record.Parts.Select(line => line.IsChecksumSigned));
        Assert.Equal([true, false], record.Parts.Select(line => line.IsChecksumConfirmed));
        JournaledUpload view = record.ToView();
        Assert.Equal(("id", "/file", 20L, 5L, began), (view.UploadId, view.Path, view.Length!.Value, view.PartSize, view.StartedAt));
        Assert.Equal((2, 10L, false, false), (view.PartsAcknowledged, view.BytesAcknowledged, view.NeedsCustomerKey, view.IsAbandoned));
        Assert.Equal("s3://bucket/key (upload id id)", view.ToString());
    }

    [Fact]
    public void Names_differ_by_bucket_and_key_and_are_safe_in_any_file_system()
    {
        string[] names = [UploadRecord.NameOf(null, Target), UploadRecord.NameOf(null, new UploadTarget("bucket", "Key")), UploadRecord.NameOf(null, new UploadTarget("bucket2", "key")), UploadRecord.NameOf(null, new MultipartUpload(Target, "id"))];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[0-9a-f]{32}$", name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://s3.example.com")]
    public void The_storage_is_read_as_it_was_written(string? storage)
    {
        string line = UploadRecord.Begin("a", Target, new MultipartUpload(Target, "id"), DateTimeOffset.UnixEpoch, storage: storage);

        Assert.Equal((storage, storage), (Read(line).Storage, Read(line).ToView().Storage));
        Assert.Equal(UploadRecord.NameOf(storage, Target), Read(line).Name);
        Assert.Equal(storage is not null, line.Contains("storage", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_storage_has_a_log_of_its_own_for_an_object_and_for_what_was_abandoned()
    {
        var upload = new MultipartUpload(Target, "id");
        string?[] storages = [null, "", "http://a", "http://A", "http://a/"];
        string abandoned = UploadRecord.Begin("a", Target, upload, DateTimeOffset.UnixEpoch, isAbandoned: true, storage: "http://a");

        Assert.Equal(2 * storages.Length, storages.SelectMany(storage => new[] { UploadRecord.NameOf(storage, Target), UploadRecord.NameOf(storage, upload) }).Distinct().Count());
        Assert.Equal(UploadRecord.NameOf("http://a", upload), Read(abandoned).Name);
    }

    [Fact]
    public void No_key_can_be_made_to_look_like_another_with_more_said_of_it()
    {
        string[] names =
        [
            UploadRecord.NameOf(null, new MultipartUpload(Target, "id")),
            UploadRecord.NameOf(null, new UploadTarget("bucket", "key\nid")),
            UploadRecord.NameOf("bucket", new UploadTarget("key", "id")),
        ];

        Assert.Equal(names.Length, names.Distinct().Count());
    }

    private static UploadRecord Read(string line) => UploadRecord.Read([line])!;

    private static UploadTarget Encrypted(byte key) => new("bucket", "key") { Encryption = ServerSideEncryption.CustomerKey([.. Enumerable.Repeat(key, 32)]) };

    private static string KeyCheck(string uploadId) =>
        JsonNode.Parse(UploadRecord.Begin("a", Encrypted(1), new MultipartUpload(Target, uploadId), DateTimeOffset.UnixEpoch))!["upload"]!["customerKeyCheck"]!.GetValue<string>();

    private static string Begin(string run, string uploadId) =>
        UploadRecord.Begin(run, Target, new MultipartUpload(Target, uploadId), DateTimeOffset.UnixEpoch, ChecksumAlgorithm.Crc64Nvme, partSize: 5, length: 20);

    private static string Part(string run, int number, string etag = "etag") =>
        UploadRecord.Add(run, new JournaledPartLine { Number = number, Length = 5, ETag = etag, Checksum = "AAAA" });
}
