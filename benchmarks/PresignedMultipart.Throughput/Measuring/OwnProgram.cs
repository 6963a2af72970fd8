using System.Diagnostics;

namespace PresignedMultipart.Throughput.Measuring;

/// <summary>This program again, as another process in another role. Its input is a pipe, whose end ends it.</summary>
internal static class OwnProgram
{
    public static ProcessStartInfo InRole(string role, params IEnumerable<string> arguments) =>
        Piped(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "throughput"), [role, .. arguments]));

    public static ProcessStartInfo Piped(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return start;
    }
}
