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

package com.chatbotkit.springai.benchmark.served;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Callers that ask and never read, until their process is ended.
 */
final class StalledCallers {

	private static final int RECEIVE_BUFFER = 4_096;

	private StalledCallers() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		byte[] request = Caller.request("/v1/chat/completions", args[2]);
		List<Caller> callers = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			Caller caller = new Caller(Integer.parseInt(args[0]), RECEIVE_BUFFER);
			caller.send(request);
			callers.add(caller);
		}
		System.out.println(callers.size() + " callers wait in a process of their own");
		Thread.currentThread().join();
	}

}
