using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Checksums;

public class FileVerifierTests
{
    public static TheoryData<ChecksumAlgorithm, int> Uploads
    {
        get
        {
            var uploads = new TheoryData<ChecksumAlgorithm, int>();
            foreach (ChecksumAlgorithm algorithm in Enum.GetValues<ChecksumAlgorithm>())
            {
                uploads.Add(algorithm, 0);
                uploads.Add(algorithm, 1000);
                uploads.Add(algorithm, (2 * PartSize) + 7);
                uploads.Add(algorithm, 2 * PartSize);
            }

            return uploads;
        }
    }

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task A_file_is_the_object_that_was_made_of_it_and_another_is_not(ChecksumAlgorithm algorithm, int length)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(length);
        string file = storage.File(content);
        await storage.Uploader(o => (o.Checksum, o.SinglePutThreshold) = (algorithm, MiB)).UploadFileAsync(file, storage.Target);
        StoredObject stored = (await storage.Signer.FindObjectAsync(storage.Target))!;

        FileVerification same = await FileVerifier.VerifyAsync(file, stored);

        Assert.Equal(FileVerdict.Same, same.Verdict);
        if (length > 0)
        {
            content[length / 2] ^= 1;
            FileVerification different = await FileVerifier.VerifyAsync(storage.File(content), stored);
            Assert.Equal(FileVerdict.Different, different.Verdict);
            Assert.Contains(stored.Checksum!.Value, different.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_of_another_length_is_different_without_being_read()
    {
        await using Storage storage = await StartAsync();

        FileVerification verification = await FileVerifier.VerifyAsync(storage.File(new byte[5]), new StoredObject { Length = 6 });

        Assert.Equal((FileVerdict.Different, null), (verification.Verdict, verification.Computed));
    }

    [Fact]
    public async Task Without_a_sum_or_the_cut_that_it_depends_on_nothing_is_claimed()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(new byte[5]);
        var cut = new Checksum(ChecksumAlgorithm.Md5, "JfnnlDI7RTiF9RgfG2JNCw==-2", ChecksumType.Composite);

        Assert.Equal(FileVerdict.Unknown, (await FileVerifier.VerifyAsync(file, new StoredObject { Length = 5 })).Verdict);
        Assert.Equal(FileVerdict.Unknown, (await FileVerifier.VerifyAsync(file, new StoredObject { Length = 5, Checksum = cut })).Verdict);
        // One part of five bytes is not two.
        Assert.Equal(FileVerdict.Unknown, (await FileVerifier.VerifyAsync(file, new StoredObject { Length = 5, Checksum = cut }, partSize: 5)).Verdict);
        Assert.Equal(FileVerdict.Different, (await FileVerifier.VerifyAsync(file, new StoredObject { Length = 5, Checksum = cut }, partSize: 3)).Verdict);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FileVerifier.VerifyAsync(file, new StoredObject(), partSize: 0));
    }

    // As Ceph 20 does of an object of one part; S3's own sum of a single sum is another.
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "rosUhgp5mIg=-1", FileVerdict.Same)]
    [InlineData(ChecksumAlgorithm.Crc32C, "4waSgw==-1", FileVerdict.Same)]
    [InlineData(ChecksumAlgorithm.Crc32C, "pzJFoA==-1", FileVerdict.Same)]
    [InlineData(ChecksumAlgorithm.Crc32C, "AAAAAA==-1", FileVerdict.Different)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "rosUhgp5mIg=-2", FileVerdict.Unknown)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "no sum at all", FileVerdict.Unknown)]
    public async Task A_crc_with_a_count_is_compared_as_far_as_it_can_be(ChecksumAlgorithm algorithm, string sum, FileVerdict verdict)
    {
        await using Storage storage = await StartAsync();
        string file = storage.File("123456789"u8.ToArray());
        var stored = new StoredObject { Length = 9, PartSize = sum.EndsWith("-2", StringComparison.Ordinal) ? 5 : 9, Checksum = new Checksum(algorithm, sum, sum.Contains('-', StringComparison.Ordinal) ? ChecksumType.Composite : ChecksumType.FullObject) };

        Assert.Equal(verdict, (await FileVerifier.VerifyAsync(file, stored)).Verdict);
    }

    [Fact]
    public async Task A_directory_is_called_one()
    {
        var refusal = await Assert.ThrowsAsync<IOException>(() => FileVerifier.VerifyAsync(Path.GetTempPath(), new StoredObject()));

        Assert.Contains("is a directory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_say_how_long_it_is_is_not_called_different()
    {
        if (OperatingSystem.IsLinux())
        {
            await Assert.ThrowsAsync<IOException>(() => FileVerifier.VerifyAsync("/proc/cpuinfo", new StoredObject { Length = 5 }));
        }
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_hold_a_cancellation_up()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using Storage storage = await StartAsync();
        string pipe = storage.Pipe();
        using var cancellation = new CancellationTokenSource();

        Task<FileVerification> verification = FileVerifier.VerifyAsync(pipe, new StoredObject(), cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verification);

        // Lets the thread go that waits for a writer.
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }
}
