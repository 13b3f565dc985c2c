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

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Checks where a request comes from: this machine or another one, a page of this machine
 * or of a foreign site.
 */
public final class LocalAccess {

	private static final String LOOPBACK_AUTHORITY = "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?";

	// A foreign site can resolve its own name to this machine (DNS rebinding). The Host
	// header then contains the foreign name.
	private static final Pattern LOCAL_HOST = Pattern.compile(LOOPBACK_AUTHORITY, Pattern.CASE_INSENSITIVE);

	private static final Pattern LOCAL_ORIGIN = Pattern.compile("https?://" + LOOPBACK_AUTHORITY,
			Pattern.CASE_INSENSITIVE);

	// A proxy on this machine forwards requests of other machines.
	private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "via");

	// From the page itself, or from the user by the address bar or a bookmark.
	private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

	private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

	private LocalAccess() {
	}

	/**
	 * Tells whether a request comes from this machine.
	 * @param request the request
	 * @return false if in doubt
	 */
	public static boolean isLocal(HttpServerRequest request) {
		return isLocal(request.remoteAddress(), request.requestHeaders());
	}

	static boolean isLocal(@Nullable InetSocketAddress remote, HttpHeaders headers) {
		List<String> hosts = headers.getAll("host");
		return isLoopback(remote) && hosts.size() == 1 && LOCAL_HOST.matcher(hosts.get(0)).matches()
				&& FORWARDED.stream().noneMatch(headers::contains);
	}

	/**
	 * Tells whether a request comes from a page of the server itself (Fetch Metadata).
	 * Only browsers send these headers.
	 * @param request the request
	 * @return false if a browser names another site
	 */
	public static boolean isOwnSite(HttpServerRequest request) {
		return OWN_SITE.contains(request.requestHeaders().get("sec-fetch-site", "none"));
	}

	/**
	 * Tells whether a browser of this machine sends a request for a page of another site.
	 * Every site can send requests to loopback addresses. Browsers name the site (Fetch,
	 * "Origin"), or at least say that it is another one (Fetch Metadata,
	 * "Sec-Fetch-Site").
	 * @param request the request
	 * @return true if the request comes from a foreign page
	 */
	public static boolean isForeignPage(HttpServerRequest request) {
		return isForeignPage(request.remoteAddress(), request.requestHeaders())
				|| isForeignWrite(request.remoteAddress(), request.method(), request.requestHeaders());
	}

	static boolean isForeignPage(@Nullable InetSocketAddress remote, HttpHeaders headers) {
		return isLoopback(remote)
				&& !headers.getAll("origin").stream().allMatch((origin) -> LOCAL_ORIGIN.matcher(origin).matches());
	}

	static boolean isForeignWrite(@Nullable InetSocketAddress remote, HttpMethod method, HttpHeaders headers) {
		// A page on another port of this machine sends its Origin, and is another site.
		// Safe methods are left to the handler, because a link on another site may lead
		// to the page.
		return isLoopback(remote) && !SAFE_METHODS.contains(method) && !headers.contains("origin")
				&& !OWN_SITE.containsAll(headers.getAll("sec-fetch-site"));
	}

	private static boolean isLoopback(@Nullable InetSocketAddress remote) {
		return remote != null && remote.getAddress() != null && remote.getAddress().isLoopbackAddress();
	}

}
