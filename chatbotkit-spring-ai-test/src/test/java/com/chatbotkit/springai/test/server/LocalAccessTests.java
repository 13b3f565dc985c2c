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

package com.chatbotkit.springai.test.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LocalAccessTests {

	private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.1.2.3", "[::1]", "[::1]:65535" })
	void namesOfThisMachineAreLocal(String host) {
		assertThat(LocalAccess.isLocal(HERE, headers(host))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil",
			"192.168.0.1", "0.0.0.0:8080", "[::]", "localhost:x", "evil.example:127.0.0.1" })
	void otherNamesAreNot(String host) {
		assertThat(LocalAccess.isLocal(HERE, headers(host))).isFalse();
	}

	@Test
	void anotherMachineIsNotLocalWhateverItSays() throws UnknownHostException {
		InetAddress there = InetAddress.getByAddress(new byte[] { (byte) 172, 17, 0, 1 });
		assertThat(LocalAccess.isLocal(new InetSocketAddress(there, 1), headers("localhost"))).isFalse();
		assertThat(LocalAccess.isLocal(null, headers("localhost"))).isFalse();
	}

	@Test
	void twoHostsOrNoneAreNotLocal() {
		assertThat(LocalAccess.isLocal(HERE, headers("localhost").add("Host", "evil.example"))).isFalse();
		assertThat(LocalAccess.isLocal(HERE, new DefaultHttpHeaders())).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via" })
	void whatAProxyForwardsIsNotLocal(String header) {
		assertThat(LocalAccess.isLocal(HERE, headers("localhost").add(header, "x"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "http://evil.example:8080", "null", "",
			"http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://localhost@evil.example",
			"http://192.168.0.1", "chrome-extension://localhost", "file://" })
	void pagesOfOtherSitesAreForeign(String origin) {
		assertThat(LocalAccess.isForeignPage(HERE, headers("localhost").add("Origin", origin))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:3000", "http://127.0.0.1:41234", "https://localhost", "http://[::1]:1" })
	void pagesOfThisMachineAreNot(String origin) {
		assertThat(LocalAccess.isForeignPage(HERE, headers("localhost").add("Origin", origin))).isFalse();
	}

	@Test
	void aClientThatIsNoBrowserIsNot() {
		assertThat(LocalAccess.isForeignPage(HERE, headers("emulator:8080"))).isFalse();
	}

	@Test
	void ofTwoOriginsNoneMayBeForeign() {
		HttpHeaders headers = headers("localhost").add("Origin", "http://localhost")
			.add("Origin", "https://evil.example");
		assertThat(LocalAccess.isForeignPage(HERE, headers)).isTrue();
	}

	@Test
	void aServerThatListensToOthersLeavesPagesToThem() throws UnknownHostException {
		InetAddress there = InetAddress.getByAddress(new byte[] { (byte) 172, 17, 0, 1 });
		assertThat(LocalAccess.isForeignPage(new InetSocketAddress(there, 1),
				headers("emulator").add("Origin", "https://app.example")))
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site", "", "anything" })
	void anOrderOfAnotherSitesPageIsForeignAlsoWithoutItsName(String site) {
		HttpHeaders headers = headers("localhost").add("Sec-Fetch-Site", site);
		assertThat(LocalAccess.isForeignWrite(HERE, HttpMethod.POST, headers)).isTrue();
		assertThat(LocalAccess.isForeignWrite(HERE, HttpMethod.OPTIONS, headers)).isTrue();
		assertThat(LocalAccess.isForeignWrite(HERE, HttpMethod.GET, headers)).isFalse();
		// The other page is of this machine.
		assertThat(LocalAccess.isForeignWrite(HERE, HttpMethod.POST, headers.add("Origin", "http://localhost:3000")))
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "same-origin", "none" })
	void oneOfItsOwnPageIsNot(String site) {
		assertThat(LocalAccess.isForeignWrite(HERE, HttpMethod.POST, headers("localhost").add("Sec-Fetch-Site", site)))
			.isFalse();
		assertThat(LocalAccess.isForeignWrite(HERE, HttpMethod.POST, headers("localhost"))).isFalse();
	}

	private static HttpHeaders headers(String host) {
		return new DefaultHttpHeaders().add("Host", host);
	}

}
