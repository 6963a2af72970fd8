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
}
