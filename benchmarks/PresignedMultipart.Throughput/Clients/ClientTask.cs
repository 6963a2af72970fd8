using System.Globalization;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>What a client's process is to do. It crosses the process boundary as arguments, in this order, for the C program too.</summary>
/// <param name="Endpoint">The address of the storage, or of the back end for clients that go to one.</param>
/// <param name="Path">The file, or the directory for clients that upload directories.</param>
/// <param name="Uploads">How often to upload it, one after the other.</param>
internal sealed record ClientTask(Uri Endpoint, string Path, int Uploads)
{
    public const string Bucket = "bucket";
    public const string Region = "us-east-1";
    public const string AccessKey = "benchmark";
    public const string SecretKey = "benchmark";

    public string[] ToArguments() => [Endpoint.ToString(), Path, Uploads.ToString(CultureInfo.InvariantCulture)];

    public static ClientTask FromArguments(ReadOnlySpan<string> arguments) =>
        new(new Uri(arguments[0]), arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
}
