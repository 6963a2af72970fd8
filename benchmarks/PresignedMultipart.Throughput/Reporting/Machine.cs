using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PresignedMultipart.Throughput.Floor;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>What a result depends on besides the code.</summary>
internal static class Machine
{
    public static IEnumerable<string> Describe(FloorProgram floor)
    {
        yield return $"Processor: {Processor()}, {Environment.ProcessorCount} cores";
        yield return string.Create(CultureInfo.InvariantCulture, $"Memory: {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0} GiB");
        yield return $"System: {SystemName()}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.OSArchitecture}";
        yield return $"Runtime: {RuntimeInformation.FrameworkDescription}, {OpenSsl()}";
        yield return $"PresignedMultipart {CommitOf(typeof(MultipartUploader))}, AWSSDK.S3 {VersionOf(typeof(Amazon.S3.AmazonS3Client))}, AWSSDK.Core {VersionOf(typeof(Amazon.Runtime.AmazonServiceClient))}";
        yield return $"Floor: {floor.Describe()}";
        yield return string.Create(CultureInfo.InvariantCulture, $"Date: {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC; load average at the beginning {LoadAverage()}");
    }

    private static string Processor() => FirstValue("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string SystemName() => FirstValue("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? "Linux";

    private static string OpenSsl() => string.Create(
        CultureInfo.InvariantCulture, $"OpenSSL {SafeEvpPKeyHandle.OpenSslVersion >> 28}.{(SafeEvpPKeyHandle.OpenSslVersion >> 20) & 0xff}.{(SafeEvpPKeyHandle.OpenSslVersion >> 4) & 0xff}");

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string? FirstValue(string path, string name) => File.ReadLines(path)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line.Split([':', '='], 2)[1].Trim())
        .FirstOrDefault();

    private static string CommitOf(Type type)
    {
        string version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 9)];
    }

    private static string? VersionOf(Type type) => type.Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version;
}
