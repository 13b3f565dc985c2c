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

package com.chatbotkit.springai.fuzzing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What holds for every input of a fuzz target, fact by fact.
 * <p>
 * While inputs are made up, each is checked for one fact: with four facts, a run tries
 * four times as many inputs. A kept input is checked for all.
 *
 * @param facts the facts, each of which throws if it does not hold; one that stands here
 * twice is checked twice as often
 */
public record Facts(List<Consumer<byte[]>> facts) {

	/**
	 * Checks one fact. The input chooses it, so that a find can be found again.
	 */
	public void checkOne(byte[] input) {
		int choice = (Arrays.hashCode(input) * 0x9E3779B9) >>> 16;
		this.facts.get(choice % this.facts.size()).accept(input);
	}

	/**
	 * Checks all facts.
	 */
	public void checkAll(byte[] input) {
		this.facts.forEach((fact) -> fact.accept(input));
	}

}
