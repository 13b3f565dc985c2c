/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

/**
 * The certificate of the {@link TlsServer}, which whoever is measured trusts.
 */
final class Certificate {

	private static final Path FILE = Path.of("target", "localhost.p12");

	private static final String PASSWORD = "changeit";

	private Certificate() {
	}

	/**
	 * Makes the certificate with Java's own tool, unless it is there.
	 */
	static void make() throws IOException, InterruptedException {
		if (Files.exists(FILE)) {
			return;
		}
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost",
				"-ext", "san=dns:localhost", "-validity", "365", "-storetype", "PKCS12", "-keystore", FILE.toString(),
				"-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException("No certificate: " + said);
		}
	}

	/**
	 * Returns the options of a Java that trusts the certificate.
	 */
	static String[] trustOptions() {
		return new String[] { "-Djavax.net.ssl.trustStore=" + FILE, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD };
	}

	static KeyManagerFactory keys() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(FILE)) {
			store.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD.toCharArray());
		return keys;
	}

}
