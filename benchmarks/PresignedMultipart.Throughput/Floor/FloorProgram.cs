using System.ComponentModel;
using System.Diagnostics;

namespace PresignedMultipart.Throughput.Floor;

/// <summary>The C program, built where there is a compiler.</summary>
/// <param name="Path">The program; <see langword="null"/> when it could not be built.</param>
/// <param name="SpeaksTls">Whether OpenSSL could be built in.</param>
/// <param name="Lacking">What is missing, in words.</param>
internal sealed record FloorProgram(string? Path, bool SpeaksTls, string Lacking)
{
    public static async Task<FloorProgram> BuildAsync(string folder, CancellationToken cancellationToken)
    {
        string program = System.IO.Path.Combine(folder, "floor");
        string source = System.IO.Path.Combine(AppContext.BaseDirectory, "Floor", "floor.c");
        string[] plain = ["-O2", "-o", program, source, "-lpthread"];
        try
        {
            if (await CompileAsync([.. plain, "-DWITH_TLS", "-lssl", "-lcrypto"], cancellationToken) is null)
            {
                return new(program, SpeaksTls: true, "");
            }

            return await CompileAsync(plain, cancellationToken) is { } problem
                ? new(null, SpeaksTls: false, $"cc failed: {problem}")
                : new(program, SpeaksTls: false, "OpenSSL's headers are missing (Debian: libssl-dev)");
        }
        catch (Win32Exception)
        {
            return new(null, SpeaksTls: false, "no C compiler `cc` (Debian: gcc libc6-dev, and libssl-dev for HTTPS)");
        }
    }

    /// <summary>Why it cannot take part; <see langword="null"/> when it can.</summary>
    public string? WhyNot(bool tls) => Path is null || (tls && !SpeaksTls) ? $"not built: {Lacking}" : null;

    public string Describe() => Lacking.Length == 0 ? "built with OpenSSL" : Path is null ? $"not built: {Lacking}" : $"built without OpenSSL: {Lacking}";

    private static async Task<string?> CompileAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using Process compiler = Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true })!;
        string errors = await compiler.StandardError.ReadToEndAsync(cancellationToken);
        await compiler.WaitForExitAsync(cancellationToken);
        return compiler.ExitCode == 0 ? null : errors.Split('\n')[0];
    }
}
